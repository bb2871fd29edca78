public import Foundation

/// What a local login gate is started with.
public struct GateOptions: Sendable {
    /// The `pamong-gate` executable.
    public var program: URL
    /// The key ring it opens sealed secrets with, as the text of its file.
    public var keyRing: String
    /// Further lines of its configuration file (`Config/pamong-gate.yaml`), below those of the stack.
    public var more = ""
    /// What the directory needs before the gate starts, such as the key ring's canary: slapd runs by then.
    public var prepareDirectory: @Sendable (SlapdServer) async throws -> Void = { _ in }

    /// A gate with this key ring.
    public init(program: URL, keyRing: String) {
        self.program = program
        self.keyRing = keyRing
    }

    /// The executable next to the one that runs, or next to the test bundle it runs.
    /// - Throws: `LocalStackError` when it is not there: it has to be built first.
    public static func programBesideThis() throws -> URL {
        let bundles = Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }.map(\.bundleURL)
        let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
        for neighbour in bundles + [URL(filePath: executable)] {
            let program = neighbour.deletingLastPathComponent().appending(path: "pamong-gate")
            if FileManager.default.isExecutableFile(atPath: program.path) { return program }
        }
        throw LocalStackError("there is no pamong-gate beside \(executable); build it")
    }
}
