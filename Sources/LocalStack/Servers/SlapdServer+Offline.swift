public import Foundation

/// What is done to the files while slapd does not run.
extension SlapdServer {
    /// Loads entries of an LDIF file, as an administrator would a large delivery: `slapadd -q -w`.
    ///
    /// The server must not run. Password values are taken as they are.
    public func load(_ file: URL) async throws {
        try refuseWhileRunning("load entries")
        let arguments = ["-q", "-w", "-S", "\(options.serverID)", "-b", options.suffix, "-F", configurationFolder.path]
        try await ShortCommand("/usr/sbin/slapadd", arguments + ["-l", file.path], timeLimit: .seconds(600)).run()
    }

    /// Loads entries given as LDIF text.
    public func load(_ entries: String) async throws {
        let file = try folder.secretFile("entries.ldif", entries)
        defer { try? FileManager.default.removeItem(at: file) }
        try await load(file)
    }

    /// Copies the databases as they are, for putting them back later. The server must not run.
    public func copyDatabase(to copy: URL) async throws {
        try refuseWhileRunning("copy the database")
        try await replace(copy.appending(path: "directory"), with: databaseFolder)
        try await replace(copy.appending(path: "accesslog"), with: accesslogFolder)
        try await replace(copy.appending(path: "codes"), with: codesFolder)
    }

    /// Puts an older copy of the databases in place, as a restore from a backup does. The server must not run.
    public func restoreDatabase(from copy: URL) async throws {
        try refuseWhileRunning("restore the database")
        try await replace(databaseFolder, with: copy.appending(path: "directory"))
        try await replace(accesslogFolder, with: copy.appending(path: "accesslog"))
        try await replace(codesFolder, with: copy.appending(path: "codes"))
    }

    func install(from share: ShareFolder) async throws {
        _ = try folder.folder("secrets", mode: 0o700)
        var passwords = ""
        for identity in ServiceIdentity.allCases {
            let hash = try await newPassword(identity.rawValue)
            passwords += "dn: \(dn(of: identity))\nchangetype: modify\nreplace: userPassword\nuserPassword: \(hash)\n\n"
        }
        let adminHash = try folder.secretFile("secrets/admin.hash", try await newPassword("admin"))
        let changes = try folder.secretFile("secrets/passwords.ldif", passwords)
        defer { for file in [adminHash, changes] { try? FileManager.default.removeItem(at: file) } }
        let arguments = [
            share.ldif.appending(path: "load.sh").path, "-c", configurationFolder.path, "-d", databaseFolder.path,
            "-l", accesslogFolder.path, "-o", codesFolder.path, "-r", folder.url.appending(path: "run").path,
            "-g", gateURI, "-s", options.suffix, "-i", "\(options.serverID)", "-a", adminHash.path, changes.path,
        ]
        try await ShortCommand("/bin/sh", arguments).run()
        if !options.isDurable { try await forgetAboutTheDisk() }
    }

    /// Makes up a password, keeps it in a file of mode 600 and returns its hash.
    private func newPassword(_ name: String) async throws -> String {
        let file = try folder.secretFile("secrets/\(name).password", randomText(24))
        let hash = try await ShortCommand("/usr/sbin/slappasswd", ["-n", "-h", "{SSHA}", "-T", file.path]).run()
        return hash.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func forgetAboutTheDisk() async throws {
        let change = ["{1}", "{2}", "{4}"].map {
            "dn: olcDatabase=\($0)mdb,cn=config\nchangetype: modify\nreplace: olcDbNoSync\nolcDbNoSync: TRUE\n\n"
        }
        let arguments = ["-n0", "-F", configurationFolder.path]
        try await ShortCommand("/usr/sbin/slapmodify", arguments, input: Data(change.joined().utf8)).run()
    }

    private func refuseWhileRunning(_ what: String) throws {
        guard process.pid == nil else { throw LocalStackError("stop slapd before you \(what)") }
    }

    /// A database file is as long as it may ever become and consists of holes mostly: a plain copy would fill the disk.
    private func replace(_ target: URL, with source: URL) async throws {
        try? FileManager.default.removeItem(at: target)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        let arguments = ["-a", "--sparse=always", source.path.trimmingSuffix("/"), target.path.trimmingSuffix("/")]
        try await ShortCommand("/bin/cp", arguments).run()
    }
}
