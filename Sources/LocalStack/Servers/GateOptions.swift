public import Foundation

/// What a local login gate is started with.
public struct GateOptions: Sendable {
    /// The `pamong-gate` executable.
    public var program: URL
    /// Further lines of its configuration file (`Config/pamong-gate.yaml`), below those of the stack.
    public var more = ""
    /// Writes the key ring, and into the directory what belongs to it: called when slapd runs, before the gate starts.
    public var prepare: @Sendable (SlapdServer, GateServer) async throws -> Void

    /// A gate whose key ring is written by `prepare`.
    public init(program: URL, prepare: @escaping @Sendable (SlapdServer, GateServer) async throws -> Void) {
        self.program = program
        self.prepare = prepare
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
