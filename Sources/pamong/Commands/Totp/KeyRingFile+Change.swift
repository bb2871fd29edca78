internal import Glibc
internal import TwoFactor

extension KeyRingFile {
    /// Reads the ring, changes it and writes it back, with other changes by this program kept out meanwhile. With
    /// `orMake` a file that is not there is an empty ring.
    @discardableResult
    func change<Value>(orMake: Bool = false, _ change: (inout KeyRing) throws -> Value) throws -> Value {
        let lock = try lockedFolder()
        defer { close(lock) }
        var ring = orMake && isAbsent ? KeyRing() : try load()
        let value = try change(&ring)
        try save(ring)
        return value
    }

    private var isAbsent: Bool { access(path, F_OK) != 0 && errno == ENOENT }

    /// The file itself is replaced by a change, so its folder is what is locked.
    private func lockedFolder() throws -> Int32 {
        let folder = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)
        let descriptor = open(folder.isEmpty ? "/" : String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
            let reason = String(cString: strerror(errno))
            if descriptor >= 0 { close(descriptor) }
            throw CommandFailure(.usage, "the folder of \(path) cannot be opened: \(reason)")
        }
        return descriptor
    }
}
