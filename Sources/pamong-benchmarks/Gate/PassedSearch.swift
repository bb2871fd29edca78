import Foundation
import LocalStack

/// A dump of the whole directory by `ldapsearch` as a service identity, through the gate and past it.
struct PassedSearch {
    private let directory: FullDirectory
    private let gate: GateServer

    static func measure(_ directory: FullDirectory) async throws -> [Measurement] {
        try await GateServer.withGate(before: directory.slapd, ring: GateKeys(people: []).ring) { gate in
            let search = PassedSearch(directory: directory, gate: gate)
            try await search.compare()
            return try await search.measure()
        }
    }

    private func measure() async throws -> [Measurement] {
        var passed: [Duration] = []
        var direct: [Duration] = []
        for run in 1...directory.request.runs {
            direct.append(try await dump(directory.slapd.gateURI))
            passed.append(try await dump(gate.socketURI))
            tell(
                "search \(run): gate \(passed[run - 1].inSeconds.rounded(to: 2)) s, "
                    + "slapd \(direct[run - 1].inSeconds.rounded(to: 2)) s"
            )
        }
        return [
            Measurement(
                what: "ldapsearch of \(directory.accounts) accounts through the gate, against direct",
                value: passed.median / direct.median,
                unit: .ratio,
                bar: 1.5,
                aim: 1.1,
                detail: "\(passed.median.inSeconds.rounded(to: 2)) s and \(direct.median.inSeconds.rounded(to: 2)) s"
            )
        ]
    }

    /// The warm-up: what comes through the gate is what slapd sent, byte by byte.
    private func compare() async throws {
        let folder = try directory.slapd.folder.folder("dumps")
        defer { try? FileManager.default.removeItem(at: folder) }
        let (direct, passed) = (folder.appending(path: "direct").path, folder.appending(path: "passed").path)
        _ = try await dump(directory.slapd.gateURI, to: direct)
        _ = try await dump(gate.socketURI, to: passed)
        try await ShortCommand("/usr/bin/cmp", [direct, passed]).run()
        let names = try await ShortCommand("/bin/grep", ["-c", "^dn: ", direct]).run()
        guard let count = Int(names.trimmingCharacters(in: .whitespacesAndNewlines)), count >= directory.accounts else {
            throw BenchmarkFailure("ldapsearch found \(names) entries")
        }
    }

    private func dump(_ uri: String, to file: String = "/dev/null") async throws -> Duration {
        let search = #"exec ldapsearch -x -LLL -o ldif-wrap=no -H "$0" -D "$1" -y "$2" -b "$3" "(mail=*)" >"$4""#
        let slapd = directory.slapd
        let arguments = [
            "-c", search, uri, slapd.dn(of: .worker), slapd.passwordFile(of: .worker).path, slapd.options.suffix, file,
        ]
        return try await timed { try await ShortCommand("/bin/sh", arguments, timeLimit: .seconds(300)).run() }
    }
}
