import Foundation
import LocalStack
import SampleDirectory

/// A slapd with the whole platform in it, 266,087 accounts, and what is measured against it.
struct FullDirectory {
    let slapd: SlapdServer
    let accounts: Int
    let request: BenchmarkRequest

    /// Starts it and measures what is wanted. Only slapd itself does without waiting for its disk: the worker's state is
    /// as durable as it always is.
    static func measure(_ request: BenchmarkRequest) async throws -> [Measurement] {
        let sample = SampleDirectory(scale: .full, passwordHash: "{SSHA}q83vEjRWeJASNFZ4kBI0VniQEjRWeJAS")
        tell("loading \(sample.expectedAccounts) accounts into slapd")
        let content = try await write(sample)
        defer { try? FileManager.default.removeItem(at: content) }
        var options = LocalStackOptions(servers: .directory)
        options.slapd.content = [content]
        options.slapd.isDurable = false
        return try await withLocalStack(options) { stack in
            try await FullDirectory(slapd: stack.slapd, accounts: sample.expectedAccounts, request: request).measure()
        }
    }

    private func measure() async throws -> [Measurement] {
        var results: [Measurement] = []
        var load: FirstLoad?
        if request.wants(.load, .replica) {
            let measured = try await FirstLoad.measure(self)
            load = measured
            results += measured.measurements
        }
        if request.wants(.replica), let load { results += try await ReplicaLoad.measure(self, against: load) }
        if request.wants(.restart, .burst) {
            let state = slapd.folder.url.appending(path: "state.sqlite")
            _ = try await ProjectionProcess.run(state: state, slapd: slapd)
            if request.wants(.restart) { results += try await Restart.measure(self, state: state) }
            if request.wants(.burst) { results += try await WriteBurst.measure(self, state: state) }
        }
        if request.wants(.search) { results += try await PassedSearch.measure(self) }
        return results
    }

    static func write(_ sample: SampleDirectory) async throws -> URL {
        let file = FileManager.default.temporaryDirectory.appending(path: "pamong-benchmark-\(UUID().uuidString).ldif")
        guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
            throw BenchmarkFailure("\(file.path) cannot be made")
        }
        let handle = try FileHandle(forWritingTo: file)
        try sample.writeLDIF { try handle.write(contentsOf: Data($0)) }
        try handle.close()
        return file
    }
}
