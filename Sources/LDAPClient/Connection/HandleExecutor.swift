import Dispatch

/// Runs everything that touches one libldap handle, one job after the other, on a queue of its own: C may wait
/// there, and the cooperative thread pool never does.
final class HandleExecutor: SerialExecutor {
    let queue: DispatchQueue

    init() {
        queue = DispatchQueue(label: "ldap", qos: .userInitiated)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
