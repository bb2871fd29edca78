internal import Glibc

/// The file that a ring lives in:
///
///     {"version":1,"keys":[{"kid":"2026a","state":"primary","created":"2026-01-01T00:00:00Z","key":"<base64, 32 bytes>"}],
///      "retired":["2025a"]}
///
/// `retired` names kids that were used once and is left out while there are none. Every refusal says what is wrong with
/// which file and how to mend it, never what is in it.
public struct KeyRingFile: Sendable, Hashable {
    /// Where it is.
    public let path: String

    /// Bytes a ring file may have: hundreds of keys.
    private static let longest = 64 * 1024

    /// Names a file; nothing is opened yet.
    public init(path: String) {
        self.path = path
    }

    /// Reads the ring. Throws `keyRing` when the file is missing, is no regular file, can be read or written by group or
    /// others, or does not hold a sound ring; `unknownVersion` for another version.
    public func load() throws(TwoFactorError) -> KeyRing {
        let text = try contents()
        do {
            let (keys, retired) = try text.withBytes { bytes throws(KeyRingJSON.Fault) in try KeyRingJSON.decoded(bytes)
            }
            return try KeyRing(keys: keys, retired: retired)
        } catch let fault as KeyRingJSON.Fault {
            let code: TwoFactorError.Code = fault.isVersion ? .unknownVersion : .keyRing
            throw TwoFactorError(
                code,
                "the key ring \(path) cannot be used: at byte \(fault.offset): \(fault.reason); put the last good copy back"
            )
        } catch let error as TwoFactorError {
            throw TwoFactorError(error.code, "the key ring \(path) cannot be used: \(error.message)")
        } catch {
            throw refused("cannot be read")
        }
    }

    /// Writes the ring so that at any moment, a power cut included, the file is either the old or the new one: into a file
    /// of its own beside it, mode 600, flushed, renamed, and the folder flushed. Throws `keyRing`.
    public func save(_ ring: KeyRing) throws(TwoFactorError) {
        let folder = path.contains("/") ? path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex) + "/" : "./"
        var template = Array("\(path).XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw refused("cannot be written: \(Self.reason())") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        do throws(TwoFactorError) {
            defer { close(descriptor) }
            try write(ring.json, to: descriptor)
        } catch {
            unlink(template)
            throw error
        }
        guard rename(template, path) == 0 else {
            let reason = Self.reason()
            unlink(template)
            throw refused("cannot be replaced: \(reason)")
        }
        try flush(folder: String(folder))
    }

    private func write(_ text: SecretBytes, to descriptor: Int32) throws(TwoFactorError) {
        let written = text.withBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
        guard written, fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else {
            throw refused("cannot be written: \(Self.reason())")
        }
    }

    private func flush(folder: String) throws(TwoFactorError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw refused("is written, but its folder cannot be flushed: \(Self.reason())") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw refused("is written, but its folder cannot be flushed: \(Self.reason())")
        }
    }

    /// The whole file, in memory that is wiped.
    private func contents() throws(TwoFactorError) -> SecretBytes {
        // Not blocking, or a pipe of that name would keep us waiting before it can be refused.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw refused("cannot be opened: \(Self.reason())") }
        defer { close(descriptor) }
        try examine(descriptor)
        var count = 0
        let room = try SecretBytes(count: Self.longest + 1) { room throws(TwoFactorError) in
            while count < room.count {
                let got = read(descriptor, room.baseAddress?.advanced(by: count), room.count - count)
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw refused("cannot be read: \(Self.reason())") }
                guard got > 0 else { break }
                count += got
            }
        }
        guard count <= Self.longest else { throw refused("is too long for a key ring") }
        guard count > 0 else { throw refused("is empty; put the last good copy back") }
        return room.prefix(count)
    }

    private func examine(_ descriptor: Int32) throws(TwoFactorError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw refused("cannot be read: \(Self.reason())") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw refused("is not a regular file") }
        guard status.st_mode & 0o077 == 0 else {
            throw refused("is open to group or others; `chmod 600 \(path)` mends that")
        }
    }

    private func refused(_ reason: String) -> TwoFactorError {
        TwoFactorError(.keyRing, "the key ring \(path) \(reason)")
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
