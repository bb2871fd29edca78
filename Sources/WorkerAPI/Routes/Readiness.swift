internal import SyncEngine

extension Readiness {
    /// Judges where a worker stands.
    init(_ worker: WorkerStatus.Values) {
        switch worker.phase {
        case .following: self.init(ready: true, reason: nil)
        case .refreshing: self.init(ready: false, reason: "taking in what changed in the directory")
        case .disconnected:
            self.init(ready: false, reason: worker.problem ?? "no session with the directory yet")
        }
    }
}
