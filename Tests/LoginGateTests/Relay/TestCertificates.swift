import Foundation
import LDAPClient
import LocalStack

@testable import LoginGate

/// An authority, a server's certificate for 127.0.0.1 and clients' certificates, made for one test.
struct TestCertificates: Sendable {
    let folder: URL

    static func with<Result>(_ body: (TestCertificates) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gate-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificates = TestCertificates(folder: folder)
        try await certificates.make()
        return try await body(certificates)
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func server(_ clients: GateConfiguration.TLS.ClientCertificates = .none) -> GateConfiguration.TLS {
        .init(certificateFile: path("server.pem"), keyFile: path("server.key"), clientCertificates: clients)
    }

    func client(_ name: String? = nil) -> LDAPTLSConfiguration {
        let certificate = name.map {
            LDAPTLSConfiguration.ClientCertificate(certificateFile: path("\($0).pem"), keyFile: path("\($0).key"))
        }
        return LDAPTLSConfiguration(trustRoots: .file(path("authority.pem")), clientCertificate: certificate)
    }

    private func make() async throws {
        try await make("authority", "/CN=Uji", "basicConstraints=critical,CA:TRUE", signer: nil)
        try await make("server", "/CN=gerbang", "subjectAltName=IP:127.0.0.1", signer: "authority")
        try await make(
            "dovecot",
            "/C=ID/O=Uji\\, Surat/OU=mesin/CN=dovecot",
            "extendedKeyUsage=clientAuth",
            signer: "authority"
        )
        try await make("stranger", "/CN=asing", "basicConstraints=CA:FALSE", signer: "authority")
        try await make("rogue", "/C=ID/O=Uji\\, Surat/OU=mesin/CN=dovecot", "extendedKeyUsage=clientAuth", signer: nil)
    }

    private func make(_ name: String, _ subject: String, _ extensions: String, signer: String?) async throws {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", path("\(name).key")]
        let signing = signer.map { ["-CA", path("\($0).pem"), "-CAkey", path("\($0).key")] } ?? []
        let rest = ["-subj", subject, "-addext", extensions, "-days", "2", "-out", path("\(name).pem")]
        try await ShortCommand("/usr/bin/openssl", ["req", "-x509"] + key + signing + rest).run()
    }
}
