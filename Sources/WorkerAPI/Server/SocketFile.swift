internal import Glibc

/// The file of a Unix socket: left behind by a dead process it is in the way, and while a process answers on it, it must not
/// be taken away.
struct SocketFile: Sendable, Hashable {
    /// The longest path that fits into `sockaddr_un`.
    static let longestPath = 107

    let path: String

    /// What is at the path.
    enum Occupant: Sendable, Hashable {
        case nothing
        /// A socket on which nobody listens any more.
        case stale
        /// A socket on which somebody listens.
        case live
        /// Something that is no socket.
        case other
    }

    /// Makes sure that the socket can be made, without touching anything that is not a stale socket. Throws
    /// ``WorkerAPIError``: `badAddress`, `inUse`.
    func makeWay() throws(WorkerAPIError) {
        guard path.utf8.count <= Self.longestPath else {
            throw WorkerAPIError(
                .badAddress,
                "\(path): a socket's path may have at most \(Self.longestPath) bytes; choose a shorter one"
            )
        }
        switch try occupant() {
        case .nothing: return
        case .stale:
            guard unlink(path) == 0 else { throw Self.failure("cannot remove the stale socket", path) }
        case .live: throw WorkerAPIError(.inUse, "\(path): another process answers on this socket")
        case .other:
            throw WorkerAPIError(.badAddress, "\(path): there is a file here that is not a socket; move it away")
        }
    }

    /// Lets the owner and the group use the socket.
    func openToGroup() throws(WorkerAPIError) {
        guard chmod(path, 0o660) == 0 else { throw Self.failure("cannot set the mode of the socket", path) }
    }

    /// Takes the file away; it may be gone already.
    func remove() {
        unlink(path)
    }

    func occupant() throws(WorkerAPIError) -> Occupant {
        var information = stat()
        guard lstat(path, &information) == 0 else {
            if errno == ENOENT { return .nothing }
            throw Self.failure("cannot look at the socket", path)
        }
        guard information.st_mode & S_IFMT == S_IFSOCK else { return .other }
        switch connectionError() {
        case ECONNREFUSED: return .stale
        case 0, EAGAIN: return .live
        case let code: throw Self.failure("cannot tell whether anybody listens on the socket", path, code)
        }
    }

    /// 0 when a connection could be made, else the error's number.
    private func connectionError() -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(Self.longestPath)) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return result == 0 ? 0 : errno
    }

    private static func failure(_ what: String, _ path: String, _ code: Int32 = errno) -> WorkerAPIError {
        WorkerAPIError(.badAddress, "\(path): \(what): \(String(cString: strerror(code)))")
    }
}
