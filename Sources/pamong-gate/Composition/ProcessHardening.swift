internal import CProcessControl
internal import Glibc

/// What a process does before it reads the first secret, so that none of them ends up on a disk or in a debugger.
enum ProcessHardening {
    /// No core file of a crash, and nobody but root may look into this process' memory (prctl(2), PR_SET_DUMPABLE).
    ///
    /// Throws ``Failure`` when the system refuses: a gate that could leave passwords behind must not start.
    static func apply() throws(Failure) {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        guard setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0 else {
            throw Failure(what: "core files cannot be switched off", code: errno)
        }
        guard pamong_forbid_dumps() == 0 else {
            throw Failure(what: "this process cannot be closed to debuggers", code: errno)
        }
    }

    /// Whether the process could do more to this host than it needs to. systemd starts it as a user of its own.
    static var isPrivileged: Bool { geteuid() == 0 }

    /// The system refused.
    struct Failure: Error, CustomStringConvertible {
        let what: String
        let code: Int32

        var description: String { "\(what): \(String(cString: strerror(code)))" }
    }
}
