public import Foundation

/// A real slapd with the shipped configuration (`LDIF/`), in a private folder, on loopback.
///
/// It runs as the account we run as. Three listeners: `ldap` for everybody, `ldapi` for the manager (SASL EXTERNAL by the
/// account we run as, no password needed), and the gate's, the only one accounts can log in on.
public final class SlapdServer: LocalServer {
    /// The running server.
    public let process: ServerProcess
    /// Everything of it is in here.
    public let folder: StackFolder
    /// What it was made with.
    public let options: SlapdOptions
    /// Port of the `ldap` listener on 127.0.0.1.
    public let port: UInt16

    /// Lays the server out in the folder: configuration, base tree, content, passwords. Does not start it.
    public static func prepare(
        _ options: SlapdOptions = SlapdOptions(),
        in folder: StackFolder,
        share: ShareFolder
    ) async throws -> SlapdServer {
        let server = try SlapdServer(options, folder: folder, port: LoopbackPort.free())
        try await server.install(from: share)
        for file in options.content { try await server.load(file) }
        if !options.entries.isEmpty { try await server.load(options.entries) }
        return server
    }

    private init(_ options: SlapdOptions, folder: StackFolder, port: UInt16) throws {
        self.options = options
        self.folder = folder
        self.port = port
        let run = try folder.folder("run")
        let sockets = ["admin.sock", "gate.sock"].map { run.appending(path: $0).path }
        let listeners = ["ldap://127.0.0.1:\(port)"] + sockets.map(Self.ldapi)
        process = ServerProcess(
            name: "slapd",
            program: "/usr/sbin/slapd",
            arguments: [
                "-F", folder.url.appending(path: "slapd.d").path, "-h", listeners.joined(separator: " "),
                "-d", options.logLevel,
            ],
            log: try folder.folder("log").appending(path: "slapd.log"),
            isReady: { LoopbackPort.answers(port) && sockets.allSatisfy(UnixSocket.answers) }
        )
    }

    /// `ldap://127.0.0.1:<port>`
    public var uri: String { "ldap://127.0.0.1:\(port)" }
    /// The manager's listener, `ldapi://…`
    public var adminURI: String { Self.ldapi(folder.url.appending(path: "run/admin.sock").path) }
    /// The gate's listener, `ldapi://…`: the only one on which an account's password is looked at.
    public var gateURI: String { Self.ldapi(folder.url.appending(path: "run/gate.sock").path) }
    /// The manager: no access rule binds it.
    public var adminDN: String { "cn=admin,\(options.suffix)" }
    /// The manager's password, alone in a file without a line end, mode 600.
    public var adminPasswordFile: URL { passwordFile("admin") }

    /// A service identity's name in the directory.
    public func dn(of identity: ServiceIdentity) -> String { "cn=\(identity.rawValue),ou=system,\(options.suffix)" }
    /// Its password, alone in a file without a line end, mode 600.
    public func passwordFile(of identity: ServiceIdentity) -> URL { passwordFile(identity.rawValue) }

    /// The folder of the directory's database, for looking at its size.
    public var databaseFolder: URL { folder.url.appending(path: "directory", directoryHint: .isDirectory) }

    var configurationFolder: URL { folder.url.appending(path: "slapd.d", directoryHint: .isDirectory) }
    var codesFolder: URL { folder.url.appending(path: "codes", directoryHint: .isDirectory) }
    var accesslogFolder: URL { folder.url.appending(path: "accesslog", directoryHint: .isDirectory) }

    private func passwordFile(_ name: String) -> URL { folder.url.appending(path: "secrets/\(name).password") }

    private static func ldapi(_ path: String) -> String {
        "ldapi://" + path.replacingOccurrences(of: "/", with: "%2F")
    }
}
