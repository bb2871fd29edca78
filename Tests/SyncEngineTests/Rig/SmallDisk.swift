import Foundation
import Glibc
import LocalStack

/// A disk of a few kilobytes: a tmpfs in a private folder. Only root can make one.
enum SmallDisk {
    static var isPossible: Bool {
        guard geteuid() == 0 else { return false }
        let folder = FileManager.default.temporaryDirectory.appending(path: "pamong-disk-\(UUID())")
        guard (try? mount(at: folder, kilobytes: 64)) != nil else { return false }
        unmount(folder)
        return true
    }

    static func with(_ folder: URL, kilobytes: Int, _ body: (URL) async throws -> Void) async throws {
        try mount(at: folder, kilobytes: kilobytes)
        do { try await body(folder) } catch {
            unmount(folder)
            throw error
        }
        unmount(folder)
    }

    /// Takes all the space there is, but for a few pages; removing the answered file gives it back.
    static func fill(_ folder: URL) throws -> URL {
        let ballast = folder.appending(path: "ballast")
        _ = FileManager.default.createFile(atPath: ballast.path, contents: nil)
        let file = try FileHandle(forWritingTo: ballast)
        defer { try? file.close() }
        let page = [UInt8](repeating: 0, count: 4096)
        while write(file.fileDescriptor, page, page.count) == page.count {}
        return ballast
    }

    private static func mount(at folder: URL, kilobytes: Int) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard Glibc.mount("tmpfs", folder.path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
            throw LocalStackError("no tmpfs at \(folder.path): \(String(cString: strerror(errno)))")
        }
    }

    private static func unmount(_ folder: URL) {
        umount2(folder.path, Int32(MNT_DETACH))
        try? FileManager.default.removeItem(at: folder)
    }
}
