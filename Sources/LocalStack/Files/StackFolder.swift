public import Foundation
import Glibc

/// The private folder everything of one stack lives in: configuration, data, sockets, mail, logs, secrets.
public struct StackFolder: Sendable {
    /// Its path, without symbolic links.
    public let url: URL
    /// Whether it was made up for this run and goes with it.
    public let isTemporary: Bool

    /// Makes the folder.
    /// - Parameter given: a folder to use, which must not exist or be empty; `nil` makes a temporary one.
    /// - Throws: `LocalStackError` when it has something in it, cannot be made, or is so deep down that the servers'
    ///   sockets in it would exceed the 107 bytes a Unix socket's path may have.
    public init(_ given: URL? = nil) throws {
        let wanted = given ?? Self.temporaryName
        if let found = try? FileManager.default.contentsOfDirectory(atPath: wanted.path), !found.isEmpty {
            throw LocalStackError("\(wanted.path) is not empty; name another folder or remove it")
        }
        try FileManager.default.createDirectory(at: wanted, withIntermediateDirectories: true)
        url = wanted.resolvingSymlinksInPath()
        isTemporary = given == nil
        // The servers drop to accounts of their own, which must get through; what is inside has modes of its own.
        chmod(url.path, 0o711)
        guard url.path.utf8.count <= 60 else {
            throw LocalStackError("\(url.path) is too long a path for sockets below it; name a shorter one")
        }
        if isTemporary { ProcessGuardian.shared.watch(folder: url.path) }
    }

    /// A folder below, made when it is not there.
    /// - Parameter mode: its permission bits.
    public func folder(_ name: String, mode: mode_t = 0o755) throws -> URL {
        let folder = url.appending(path: name, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        chmod(folder.path, mode)
        return folder
    }

    /// A file below that nobody else may read.
    @discardableResult
    public func secretFile(_ name: String, _ text: String) throws -> URL {
        let file = url.appending(path: name)
        try writeFile(file, text, mode: 0o600)
        return file
    }

    /// Removes a temporary folder; a given one stays.
    public func remove() {
        guard isTemporary else { return }
        try? FileManager.default.removeItem(at: url)
        ProcessGuardian.shared.forget(folder: url.path)
    }

    private static var temporaryName: URL {
        FileManager.default.temporaryDirectory.appending(path: "pamong-\(randomText(8))", directoryHint: .isDirectory)
    }
}

/// Writes a file that has its final permission bits and owner group before anything is in it.
func writeFile(_ file: URL, _ text: String, mode: mode_t, group: String? = nil) throws {
    unlink(file.path)
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
        throw LocalStackError("cannot write \(file.path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    fchmod(descriptor, mode)
    if let group { _ = fchown(descriptor, 0, try SystemAccount.group(group)) }
    try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: Data(text.utf8))
}

/// Letters and digits from the system's random source, good enough for passwords (5.9 bits each).
func randomText(_ length: Int) -> String {
    let alphabet = Array("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    return String((0..<length).map { _ in alphabet[Int.random(in: alphabet.indices)] })
}
