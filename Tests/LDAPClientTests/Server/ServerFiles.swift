import Foundation
import LocalStack

/// slapd's configuration and first entries.
struct ServerFiles {
    let folder: URL
    let options: TestDirectory.Options

    func write(entries: String) async throws {
        for name in ["slapd.d", "data"] {
            try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
        }
        try await load(database: 0, configuration)
        try await load(database: 1, entries)
    }

    private func load(database: Int, _ ldif: String) async throws {
        let file = folder.appending(path: "load-\(database).ldif")
        try ldif.write(to: file, atomically: false, encoding: .utf8)
        let settings = folder.appending(path: "slapd.d").path
        let arguments = ["-w", "-F", settings, "-n", String(database), "-l", file.path]
        try await ShortCommand("/usr/sbin/slapadd", arguments).run()
    }

    private var peer: String {
        "gidNumber=\(getgid())+uidNumber=\(getuid()),cn=peercred,cn=external,cn=auth"
    }

    private var configuration: String {
        """
        dn: cn=config
        objectClass: olcGlobal
        cn: config
        olcPidFile: \(folder.path)/slapd.pid
        olcThreads: 4
        olcToolThreads: 1
        olcAuthzRegexp: {0}"^uid=([^,]+),cn=[^,]+,cn=auth$" "uid=$1,ou=people,\(TestDirectory.suffix)"
        olcAuthzRegexp: {1}"^cn=([^,]+),o=throw-away$" "uid=$1,ou=people,\(TestDirectory.suffix)"
        \(options.tls ? tls : "")\(lines(options.global))
        dn: cn=module{0},cn=config
        objectClass: olcModuleList
        cn: module{0}
        olcModulePath: /usr/lib/ldap
        olcModuleLoad: back_mdb
        olcModuleLoad: syncprov

        dn: cn=schema,cn=config
        objectClass: olcSchemaConfig
        cn: schema

        include: file:///etc/ldap/schema/core.ldif
        include: file:///etc/ldap/schema/cosine.ldif
        include: file:///etc/ldap/schema/inetorgperson.ldif
        include: file:///etc/ldap/schema/nis.ldif

        dn: olcDatabase={-1}frontend,cn=config
        objectClass: olcDatabaseConfig
        objectClass: olcFrontendConfig
        olcDatabase: {-1}frontend
        olcAccess: {0}to dn.base="" by * read

        dn: olcDatabase={0}config,cn=config
        objectClass: olcDatabaseConfig
        olcDatabase: {0}config
        olcAccess: {0}to * by dn.exact=\(peer) manage by * none

        dn: olcDatabase={1}mdb,cn=config
        objectClass: olcDatabaseConfig
        objectClass: olcMdbConfig
        olcDatabase: {1}mdb
        olcSuffix: \(TestDirectory.suffix)
        olcDbDirectory: \(folder.path)/data
        olcDbMaxSize: 1073741824
        olcDbNoSync: TRUE
        olcDbIndex: objectClass,entryUUID,entryCSN,uid eq
        olcRootDN: cn=admin,\(TestDirectory.suffix)
        olcRootPW: \(TestDirectory.adminPassword)
        olcAccess: {0}to * by dn.exact=\(peer) manage by * break
        olcAccess: {1}to attrs=userPassword by anonymous auth by self write by * none
        olcAccess: {2}to * by users read by anonymous auth
        \(lines(options.database))
        \(options.syncProvider ? syncProvider : "")
        """
    }

    private var syncProvider: String {
        """
        dn: olcOverlay={0}syncprov,olcDatabase={1}mdb,cn=config
        objectClass: olcOverlayConfig
        objectClass: olcSyncProvConfig
        olcOverlay: {0}syncprov
        olcSpCheckpoint: 1 1

        """
    }

    private var tls: String {
        """
        olcTLSCACertificateFile: \(folder.path)/authority.pem
        olcTLSCertificateFile: \(folder.path)/server.pem
        olcTLSCertificateKeyFile: \(folder.path)/server.key
        olcTLSVerifyClient: try

        """
    }

    private func lines(_ text: String) -> String { text.isEmpty ? "" : text + "\n" }
}

/// A certificate authority for one test, with a server and a client certificate.
enum ThrowAwayAuthority {
    static func make(in folder: URL) async throws {
        try await certificate(
            "authority",
            subject: "/CN=throw-away authority",
            extensions: "basicConstraints=critical,CA:TRUE",
            in: folder,
            issuer: nil
        )
        try await certificate(
            "server",
            subject: "/CN=localhost",
            extensions: "subjectAltName=DNS:localhost,IP:127.0.0.1",
            in: folder,
            issuer: "authority"
        )
        try await certificate(
            "client",
            subject: "/O=throw-away/CN=citra",
            extensions: "extendedKeyUsage=clientAuth",
            in: folder,
            issuer: "authority"
        )
        try await certificate(
            "stranger",
            subject: "/CN=another authority",
            extensions: "basicConstraints=critical,CA:TRUE",
            in: folder,
            issuer: nil
        )
    }

    private static func certificate(
        _ name: String,
        subject: String,
        extensions: String,
        in folder: URL,
        issuer: String?
    ) async throws {
        let path = { (file: String) in folder.appending(path: file).path }
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", path("\(name).key")]
        let signer = issuer.map { ["-CA", path("\($0).pem"), "-CAkey", path("\($0).key")] } ?? []
        let rest = ["-subj", subject, "-addext", extensions, "-days", "2", "-out", path("\(name).pem")]
        try await ShortCommand("/usr/bin/openssl", ["req", "-x509"] + key + signer + rest).run()
    }
}
