internal import Dispatch

/// Where uploads are read and judged: hundreds of thousands of rows without a pause would keep the pages waiting on the
/// threads that all tasks share.
final class UploadExecutor: TaskExecutor {
    static let shared = UploadExecutor()

    private let queue = DispatchQueue(label: "pamong.uploads", qos: .utility, attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
