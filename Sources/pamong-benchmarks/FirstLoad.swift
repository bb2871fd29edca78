import DirectoryModel
import Foundation
import LocalStack

/// The first load of the whole platform into a durable projection, in turns with an `ldapsearch` that asks for the same
/// and throws it away.
struct FirstLoad {
    private let dumps: [Duration]
    private let loads: [ProjectionProcess.Outcome]
    private let accounts: Int

    var time: Duration { loads.map(\.time).median }

    static func measure(_ directory: FullDirectory) async throws -> FirstLoad {
        var dumps: [Duration] = []
        var loads: [ProjectionProcess.Outcome] = []
        _ = try await dump(directory.slapd)
        for run in 1...directory.request.runs {
            dumps.append(try await dump(directory.slapd))
            loads.append(try await load(directory.slapd, run))
            tell(
                "first load \(run): ldapsearch \(dumps[run - 1].inSeconds.rounded(to: 2)) s, projection "
                    + "\(loads[run - 1].time.inSeconds.rounded(to: 2)) s, \(Int(loads[run - 1].megabytes)) MB"
            )
        }
        return FirstLoad(dumps: dumps, loads: loads, accounts: directory.accounts)
    }

    var measurements: [Measurement] {
        let megabytes = loads.map(\.megabytes).max() ?? 0
        return [
            Measurement(
                what: "first load of \(accounts) accounts, against ldapsearch",
                value: time / dumps.median,
                unit: .ratio,
                bar: 2.5,
                aim: 1.3,
                detail: "\(time.inSeconds.rounded(to: 2)) s and \(dumps.median.inSeconds.rounded(to: 2)) s"
            ),
            Measurement(what: "its peak memory", value: megabytes, unit: .megabytes, bar: 200, aim: 80),
        ]
    }

    /// What the worker asks for of each entry; its entryUUID comes in a control there.
    private static let attributes = [
        "objectClass", "entryUUID", "entryCSN", "mail", "mailLocalAddress", "mailHost", "pamongAccountStatus",
        "pamongQuota", "pamongRegisteredTime", "pamongTwoFactorSince", "o", "associatedDomain", "pamongMxStatus",
        "pamongDefaultQuota",
        "pamongTenantCode", "pamongMaxAccounts", "pamongMaxQuota", "member",
    ]

    private static func dump(_ slapd: SlapdServer) async throws -> Duration {
        let search = """
            exec ldapsearch -x -LLL -o ldif-wrap=no -H "$0" -D "$1" -y "$2" -b "$3" '(objectClass=*)' \
            \(attributes.joined(separator: " ")) >/dev/null
            """
        let arguments = [
            "-c", search, slapd.uri, slapd.dn(of: .worker), slapd.passwordFile(of: .worker).path, slapd.options.suffix,
        ]
        return try await timed {
            try await ShortCommand("/bin/sh", arguments, timeLimit: .seconds(300)).run()
        }
    }

    private static func load(_ slapd: SlapdServer, _ run: Int) async throws -> ProjectionProcess.Outcome {
        let folder = try slapd.folder.folder("load-\(run)")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await ProjectionProcess.run(state: folder.appending(path: "state.sqlite"), slapd: slapd)
    }
}
