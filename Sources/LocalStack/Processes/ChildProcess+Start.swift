import Foundation
import Glibc

extension ChildProcess {
    /// What a child finds as its standard input, output and errors: descriptors of ours that it gets copies of.
    struct Streams {
        var input: Int32
        var output: Int32
        var errors: Int32
    }

    /// Starts a program in a session of its own, so that a Ctrl-C meant for us does not reach it, with no other open
    /// files and no signal blocked or ignored (threads of Dispatch block all of them).
    /// - Parameter guarded: whether the guardian ends it should we die.
    static func start(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        streams: Streams,
        guarded: Bool = true
    ) throws -> ChildProcess {
        let name = program.split(separator: "/").last.map(String.init) ?? program
        let variables = minimalEnvironment.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
        let pid = try withSpawnSettings(streams) { actions, attributes in
            try withCStrings([program] + arguments) { arguments in
                try withCStrings(variables) { variables in
                    var pid: pid_t = 0
                    let result = posix_spawn(&pid, program, actions, attributes, arguments, variables)
                    guard result == 0 else {
                        throw LocalStackError("cannot start \(program): \(String(cString: strerror(result)))")
                    }
                    return pid
                }
            }
        }
        if guarded { ProcessGuardian.shared.watch(pid) }
        return ChildProcess(name: name, pid: pid)
    }

    /// Servers must behave the same whoever starts them: neither the user's locale nor ~/.ldaprc may matter. Where temporary
    /// files go is the user's to say.
    private static let minimalEnvironment = [
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "LDAPNOINIT": "1",
        "HOME": "/",
    ].merging(ProcessInfo.processInfo.environment.filter { $0.key == "TMPDIR" }) { $1 }

    /// Has the child close everything of ours: a server that kept the end of a pipe or a socket of ours would keep it open
    /// after us. It is done by the child, after it has got its copies, because other threads open files at any time;
    /// those get the lowest free numbers, so a few more than are in use now are enough. Closing what is not open does no
    /// harm there.
    private static func closeEverythingElse(_ actions: Actions) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        let highest = names.compactMap { Int32($0) }.max() ?? 2
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let end = min(highest + 512, Int32(clamping: limit.rlim_cur))
        for number in 3..<max(end, 3) { posix_spawn_file_actions_addclose(actions, number) }
    }

    private typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>
    private typealias Attributes = UnsafeMutablePointer<posix_spawnattr_t>

    private static func withSpawnSettings<Result>(
        _ streams: Streams,
        _ body: (Actions, Attributes) throws -> Result
    ) throws -> Result {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (number, descriptor) in [streams.input, streams.output, streams.errors].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        closeEverythingElse(&actions)
        var everySignal = sigset_t()
        var noSignal = sigset_t()
        sigfillset(&everySignal)
        sigemptyset(&noSignal)
        posix_spawnattr_setsigdefault(&attributes, &everySignal)
        posix_spawnattr_setsigmask(&attributes, &noSignal)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | 0x80))
        return try body(&actions, &attributes)
    }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
    ) throws -> Result {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return try body(copies + [nil])
    }
}
