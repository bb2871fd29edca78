import DirectoryModel
import Foundation
import LDAPClient
import LDAPDirectory
import LocalStack

/// The first load of a slapd that copies the directory by its own replication: the other program that follows a directory
/// as we do.
struct ReplicaLoad {
    private let directory: FullDirectory
    private let password: String

    static func measure(_ directory: FullDirectory, against load: FirstLoad) async throws -> [Measurement] {
        let replica = ReplicaLoad(directory: directory, password: PasswordHash.randomPassword())
        try await replica.admit()
        var times: [Duration] = []
        for run in 1...directory.request.runs {
            times.append(try await replica.load())
            tell("replica \(run): \(times[run - 1].inSeconds.rounded(to: 1)) s")
        }
        let ratio = times.median / load.time
        return [
            Measurement(
                what: "the same, faster than a slapd replica by",
                value: ratio,
                unit: .ratio,
                isCost: false,
                bar: 3,
                aim: 6,
                detail: "\(load.time.inSeconds.rounded(to: 2)) s and \(times.median.inSeconds.rounded(to: 2)) s"
            )
        ]
    }

    /// Makes the identity replicas sign in as.
    private func admit() async throws {
        let name = "cn=replicator,ou=system,\(WorkerAccess.suffix)"
        try await directory.slapd.modify(filled("01-replicator.ldif"))
        try await directory.slapd.modify(
            "dn: \(name)\nchangetype: modify\nreplace: userPassword\nuserPassword: \(password)\n"
        )
    }

    private func filled(_ file: String) throws -> String {
        try Template(file: ShareFolder.find().ldif.appending(path: "replication/\(file)")).filled([
            "SUFFIX": WorkerAccess.suffix, "PROVIDER": directory.slapd.uri, "REPLICATOR_PASSWORD": password,
        ])
    }

    /// From the moment a server with an empty database is told to be a replica until it is as far as the provider.
    private func load() async throws -> Duration {
        var options = SlapdOptions()
        options.isDurable = false
        options.serverID = 2
        let copy = try await SlapdServer.prepare(options, in: StackFolder(), share: ShareFolder.find())
        do {
            let files = try FileManager.default.contentsOfDirectory(
                at: copy.databaseFolder,
                includingPropertiesForKeys: nil
            )
            for file in files { try FileManager.default.removeItem(at: file) }
            try removeOverlays(of: copy)
            try await copy.start()
            let target = try await WorkerAccess(directory.slapd).source().position()
            let time = try await timed {
                try await copy.modify(filled("02-consumer.ldif"))
                try await waitUntil("the replica is complete", within: .seconds(600), every: .milliseconds(50)) {
                    try await reached(target, at: copy)
                }
            }
            await end(copy)
            return time
        } catch {
            await end(copy)
            throw error
        }
    }

    /// Its own log of changes and its own checks would make a replica many times slower, and none of them is needed for a
    /// copy that nobody writes to: what is compared with is slapd at its fastest.
    private func removeOverlays(of copy: SlapdServer) throws {
        let folder = copy.folder.url.appending(path: "slapd.d/cn=config/olcDatabase={2}mdb")
        try FileManager.default.removeItem(at: folder)
    }

    private func end(_ copy: SlapdServer) async {
        await copy.kill()
        copy.folder.remove()
    }

    /// The replica's own manager may look before the worker's identity has been copied. While the suffix is not there
    /// yet, the search itself fails.
    private func reached(_ target: CookieVector, at copy: SlapdServer) async throws -> Bool {
        guard let text = try? await copy.search("(objectClass=*)", scope: "base", attributes: ["contextCSN"]) else {
            return false
        }
        let csns = text.matches(of: /contextCSN: (\S+)/).compactMap { ChangeSequenceNumber(String($0.1)) }
        let position = CookieVector(
            csns: Dictionary(csns.map { (Int($0.serverID), $0.description) }) { max($0, $1) }
        )
        return !target.isAhead(of: position)
    }
}
