internal import Foundation
import Glibc

/// A real name server (Debian's knot) for zones of one's own, in a private folder, on loopback, without root.
///
/// It is authoritative and answers like a resolver would for what is in its zones; REFUSED for all else.
public final class NameServer: LocalServer {
    /// The running server.
    public let process: ServerProcess
    /// Its port on 127.0.0.1, UDP and TCP.
    public let port: UInt16
    private let folder: URL

    /// Lays a server out, one zone for each domain. Does not start it.
    /// - Parameters:
    ///   - zones: the records of each domain below its SOA and NS, in the form of a zone file; `nil` makes a zone that cannot
    ///     be loaded, for which the server answers SERVFAIL.
    ///   - parent: the folder to make the server's own in.
    public static func prepare(_ zones: [String: String?], in parent: StackFolder) throws -> NameServer {
        let server = try NameServer(port: LoopbackPort.free(), parent: parent)
        try server.write(zones)
        return server
    }

    private init(port: UInt16, parent: StackFolder) throws {
        self.port = port
        folder = try parent.folder("dns-\(port)")
        process = ServerProcess(
            name: "knotd",
            program: "/usr/sbin/knotd",
            arguments: ["-c", folder.appending(path: "knot.conf").path],
            log: folder.appending(path: "knot.log"),
            isReady: { LoopbackPort.answers(port) }
        )
    }

    /// `127.0.0.1:<port>`
    public var address: String { "127.0.0.1:\(port)" }

    /// Serves other zones from now on.
    public func serve(_ zones: [String: String?]) async throws {
        await stop()
        try write(zones)
        try await start()
    }

    private func write(_ zones: [String: String?]) throws {
        var text = """
            server:
                rundir: "\(folder.path)"
                listen: 127.0.0.1@\(port)
                udp-workers: 1
                tcp-workers: 1
                background-workers: 1
            log:
              - target: stderr
                any: info
            database:
                storage: "\(folder.path)/database"
            control:
                listen: "\(folder.path)/knot.sock"
            zone:

            """
        for (domain, records) in zones.sorted(by: { $0.key < $1.key }) {
            let file = folder.appending(path: "\(domain).zone")
            if let records {
                try writeFile(file, Self.head(domain) + records + "\n", mode: 0o600)
            } else {
                unlink(file.path)
            }
            text += """
                  - domain: \(domain)
                    file: "\(file.path)"
                    zonefile-sync: -1
                    journal-content: none

                """
        }
        try writeFile(folder.appending(path: "knot.conf"), text, mode: 0o600)
    }

    private static func head(_ domain: String) -> String {
        """
        $ORIGIN \(domain).
        $TTL 300
        @ IN SOA ns.example. hostmaster.example. 1 3600 600 86400 300
        @ IN NS ns.example.

        """
    }
}
