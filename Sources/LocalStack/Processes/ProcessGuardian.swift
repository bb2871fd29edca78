import Glibc
import Synchronization

/// Ends the servers when we cannot: a small shell waits at the other end of a pipe; when this process dies, however it
/// dies, the pipe closes, and the shell ends every process that is still registered and removes the temporary folders.
///
/// (A parent-death signal would not do: it fires when the *thread* that started the server ends.)
final class ProcessGuardian: Sendable {
    /// The one that watches everything this process starts.
    static let shared = ProcessGuardian()

    private let pipe = Mutex<Int32?>(nil)
    private let process = Mutex<ChildProcess?>(nil)

    /// Registers a process to be ended when we die.
    func watch(_ pid: pid_t) { tell("watch \(pid)") }

    /// Forgets a process whose end has been collected: its number may be given to another one.
    func forget(_ pid: pid_t) { tell("forget \(pid)") }

    /// Registers a folder to be removed when we die.
    func watch(folder: String) { tell("folder \(folder)") }

    /// Forgets a folder that has been removed, or that is to be kept.
    func forget(folder: String) { tell("keep \(folder)") }

    /// Closes our end of the pipe, which is what the kernel does when we die; returns the shell, for waiting.
    func release() -> ChildProcess? {
        pipe.withLock { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
        return process.withLock { $0 }
    }

    private func tell(_ line: String) {
        pipe.withLock { descriptor in
            if descriptor == nil { descriptor = start() }
            guard let open = descriptor else { return }
            let bytes = Array("\(line)\n".utf8)
            _ = write(open, bytes, bytes.count)
        }
    }

    /// Without a guardian everything still works as long as we end in an orderly way, so a failure here is no error.
    private func start() -> Int32? {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { return nil }
        let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer {
            close(ends[0])
            close(nowhere)
        }
        let streams = ChildProcess.Streams(input: ends[0], output: nowhere, errors: nowhere)
        let shell = try? ChildProcess.start("/bin/sh", ["-c", Self.script], streams: streams, guarded: false)
        guard let shell else {
            close(ends[1])
            return nil
        }
        process.withLock { $0 = shell }
        return ends[1]
    }

    private static let script = """
        pids=' ' folders=$(mktemp)
        while read -r verb object; do
            case $verb in
                watch) pids="$pids$object " ;;
                forget) pids="${pids%% $object *} ${pids#* $object }" ;;
                folder) printf '%s\\n' "$object" >>"$folders" ;;
                keep) grep -Fxv -- "$object" "$folders" >"$folders.new"; mv "$folders.new" "$folders" ;;
            esac
        done
        kill -TERM $pids
        kill -CONT $pids
        for wait in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            alive=
            for pid in $pids; do kill -0 "$pid" && alive=yes; done
            [ -n "$alive" ] || break
            sleep 0.25
        done
        for pid in $pids; do kill -KILL "-$pid" || kill -KILL "$pid"; done
        while read -r folder; do rm -rf -- "$folder"; done <"$folders"
        rm -f "$folders"
        """
}
