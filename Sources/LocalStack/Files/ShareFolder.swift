public import Foundation

/// The folder that holds `LDIF/` and `Config/`: the package's root, or wherever an installation has put the two.
public struct ShareFolder: Sendable {
    /// Its path.
    public let url: URL

    /// Takes a folder that is known.
    /// - Throws: `LocalStackError` when `LDIF` or `Config` is not in it.
    public init(_ url: URL) throws {
        guard Self.holdsEverything(url) else {
            throw LocalStackError("\(url.path) does not hold the folders LDIF and Config")
        }
        self.url = url
    }

    /// Looks for it: the environment's `PAMONG_SHARE`, then upwards from the executable, from the working directory
    /// and from where this package was built, at last `/usr/share/pamong`.
    /// - Throws: `LocalStackError` when it is in none of them.
    public static func find() throws -> ShareFolder {
        if let named = ProcessInfo.processInfo.environment["PAMONG_SHARE"] {
            return try ShareFolder(URL(filePath: named))
        }
        let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
        let starts = [executable, FileManager.default.currentDirectoryPath, #filePath, "/usr/share/pamong/x"]
        for start in starts {
            if let found = upwards(from: URL(filePath: start)).first(where: holdsEverything) {
                return try ShareFolder(found)
            }
        }
        throw LocalStackError("cannot find the folders LDIF and Config; name the one they are in (PAMONG_SHARE)")
    }

    /// `LDIF/`
    public var ldif: URL { url.appending(path: "LDIF", directoryHint: .isDirectory) }
    /// `Config/`
    public var config: URL { url.appending(path: "Config", directoryHint: .isDirectory) }

    private static func holdsEverything(_ folder: URL) -> Bool {
        ["LDIF/config", "Config/dovecot"].allSatisfy {
            FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
        }
    }

    private static func upwards(from start: URL) -> [URL] {
        sequence(first: start) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }.map { $0 }
    }
}
