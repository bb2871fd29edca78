public import Foundation

/// Where `Config/install-python-tools.sh` has put what the tests use of PyPI.
public struct PythonTools: Sendable {
    /// The virtual environment.
    public let folder: URL

    /// Looks for it in the package's build folder.
    /// - Throws: `LocalStackError`, which says how to get it.
    public static func find() throws -> PythonTools {
        let folder = try ShareFolder.find().url.appending(path: ".build/python-tools", directoryHint: .isDirectory)
        let tools = PythonTools(folder: folder)
        guard FileManager.default.isExecutableFile(atPath: tools.python.path) else {
            throw LocalStackError("\(folder.path) is missing; `sh Config/install-python-tools.sh` makes it")
        }
        return tools
    }

    /// Its interpreter.
    public var python: URL { program("python3") }

    /// A program of one of its packages.
    public func program(_ name: String) -> URL { folder.appending(path: "bin/\(name)") }

    /// A file of one of its packages, `axe_playwright_python/axe.min.js` for instance.
    /// - Throws: `LocalStackError` when there is none.
    public func file(_ path: String) throws -> URL {
        let library = folder.appending(path: "lib")
        let versions = try FileManager.default.contentsOfDirectory(at: library, includingPropertiesForKeys: nil)
        let candidates = versions.map { $0.appending(path: "site-packages/\(path)") }
        guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
            throw LocalStackError("\(path) is in none of the packages below \(library.path)")
        }
        return found
    }
}
