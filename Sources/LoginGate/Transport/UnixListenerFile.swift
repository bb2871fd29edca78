internal import Glibc
internal import NIOCore

/// The file of a Unix socket the gate listens on. It is removed when it goes, but only if it is still the one that was made.
struct UnixListenerFile {
    /// What went wrong with it.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String
        var description: String { "\(path): \(reason)" }
    }

    let path: String
    /// Bound, not listening yet: nobody can connect before the permissions are set.
    let descriptor: Int32
    private let device: UInt64
    private let inode: UInt64

    /// - Throws: `Failure` when somebody listens there or the file cannot be made.
    init(path: String, mode: UInt32) throws(Failure) {
        try Self.removeStale(path)
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw Self.failure(path) }
        var status = stat()
        guard Self.withAddress(path, { Glibc.bind(socket, $0, $1) }) == 0, chmod(path, mode) == 0,
            lstat(path, &status) == 0
        else {
            let failure = Self.failure(path)
            Glibc.close(socket)
            throw failure
        }
        (self.path, descriptor) = (path, socket)
        (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }

    func remove() {
        var status = stat()
        guard lstat(path, &status) == 0, UInt64(status.st_dev) == device, UInt64(status.st_ino) == inode else { return }
        unlink(path)
    }

    /// A socket nobody answers on is left over from a gate that died.
    private static func removeStale(_ path: String) throws(Failure) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw Failure(path: path, reason: "is no socket") }
        let probe = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { Glibc.close(probe) }
        guard withAddress(path, { Glibc.connect(probe, $0, $1) }) != 0, errno == ECONNREFUSED else {
            throw Failure(path: path, reason: "is in use")
        }
        unlink(path)
    }

    private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        guard let address = try? SocketAddress(unixDomainSocketPath: path) else {
            errno = ENAMETOOLONG
            return -1
        }
        return address.withSockAddr { body($0, socklen_t($1)) }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(path: path, reason: String(cString: strerror(errno)))
    }
}
