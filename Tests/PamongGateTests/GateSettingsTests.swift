import ConfigurationFiles
import Foundation
import LDAPClient
import LocalStack
import Logging
import LoginGate
import ProcessSurroundings
import Testing

@testable import pamong_gate

struct GateSettingsTests {
    @Test func `the least that is needed is enough, and the rest is safe`() async throws {
        let settings = try await GateFile().load()
        #expect(settings.listeners == .init(ldap: .init(host: "127.0.0.1", port: 3389)))
        #expect(settings.upstream == .init(address: .socket(path: "/run/slapd/gate.sock")))
        #expect(settings.provider == settings.upstream)
        #expect(settings.policy.enforcement == .enforce)
        #expect(!settings.policy.acceptsAliases)
        #expect(settings.refusalTime == .milliseconds(100))
        #expect(settings.tls == nil && settings.metrics == nil && settings.auditLog == nil)
        #expect(settings.log == .init(level: .info, format: .logfmt))
    }

    @Test func `the shipped file says the defaults and is right but for the files it names`() async throws {
        let shipped = try ShareFolder.find().config.appending(path: "pamong-gate.yaml")
        let text = try String(contentsOf: shipped, encoding: .utf8)
        let file = try GateFile()
        let settings = try await file.load(
            text: text.replacing("/etc/pamong/keyring.json", with: file.path("ring"))
                .replacing("/etc/pamong/gate.password", with: file.path("password"))
        )
        let least = try await file.load()
        #expect(settings.limits == least.limits)
        #expect(settings.policy == least.policy)
        #expect(settings.refusalTime == least.refusalTime)
        #expect(settings.log == least.log)
        for key in GateKey.allCases {
            let name = key.rawValue.split(separator: ".").last.map(String.init) ?? ""
            #expect(text.contains("\n\(name):") || text.contains("  \(name):"), "\(key.rawValue) is not explained")
        }
    }

    @Test func `values have real types`() async throws {
        let file = try GateFile()
        let settings = try await file.load([
            "listen.ldaps": "[::1]:636", "listen.ldapi": "/run/gate", "tls.certificateFile": "/etc/cert.pem",
            "tls.keyFile": file.path("key"), "tls.clientCaFile": "/etc/ca.pem", "tls.clientCertificates": "optional",
            "provider.uri": "ldaps://ldap1.example.go.id", "provider.caFile": "/etc/ca.pem", "enforcement": "observe",
            "acceptAliases": "true", "activationUrl": "https://portal.example.go.id/2fa", "helpDesk": "+62 811",
            "refusalTime": "250ms", "limits.idle": "1h", "limits.connections": "7", "metrics.socket": "/run/metrics",
            "log.level": "debug", "log.format": "json",
        ])
        #expect(settings.listeners.ldaps == .init(host: "::1", port: 636))
        #expect(settings.listeners.ldapi == "/run/gate")
        #expect(settings.tls?.clientCertificates == .optional)
        #expect(
            settings.provider == .init(address: .tls(host: "ldap1.example.go.id", port: 636), caFile: "/etc/ca.pem")
        )
        #expect(settings.policy.enforcement == .observe && settings.policy.acceptsAliases)
        #expect(settings.policy.activationURL == "https://portal.example.go.id/2fa")
        #expect(settings.refusalTime == .milliseconds(250))
        #expect(settings.limits.idle == .seconds(3600) && settings.limits.connections == 7)
        #expect(settings.metrics == .socket("/run/metrics"))
        #expect(settings.log == .init(level: .debug, format: .json))
    }

    @Test func `the environment stands above the file, as the unit's credentials do`() async throws {
        let file = try GateFile()
        let settings = try await file.load(
            ["keyRing": "/nowhere"],
            environment: ["PAMONG_GATE_KEY_RING": file.path("ring"), "PAMONG_GATE_LISTEN_LDAP": "127.0.0.1:4000"]
        )
        #expect(settings.keyRing == file.path("ring"))
        #expect(settings.listeners.ldap?.port == 4000)
    }

    @Test(
        arguments: [
            (["listen.ldap": ""], "listen.ldap", "at least one is needed"),
            (["listen.ldap": "0.0.0.0:389"], "listen.ldap", "reaches beyond this host"),
            (["listen.ldap": "3389"], "listen.ldap", "an address and port"),
            (["listen.ldaps": "127.0.0.1:636"], "listen.ldaps", "needs tls.certificateFile"),
            (["tls.certificateFile": "/etc/cert.pem"], "tls.keyFile", "it belongs to tls.certificateFile"),
            (["tls.clientCertificates": "required"], "tls.clientCaFile", "is missing"),
            (["tls.clientCertificates": "maybe"], "tls.clientCertificates", "one of none, optional, required"),
            (["upstream.uri": ""], "upstream.uri", "is missing"),
            (["upstream.uri": "ldap://ldap1.example.go.id"], "upstream.uri", "or ldap:// on loopback"),
            (["provider.uri": "http://127.0.0.1"], "provider.uri", "an ldapi:// or ldaps:// URI"),
            (["identity.bindDN": ""], "identity.bindDN", "is missing"),
            (["identity.passwordFile": ""], "identity.passwordFile", "is missing"),
            (["identity.passwordFile": "/etc/passwd"], "identity.passwordFile", "may be read by group or others"),
            (["suffix": "mail"], "suffix", "a distinguished name"),
            (["keyRing": ""], "keyRing", "is missing"),
            (["enforcement": "off"], "enforcement", "one of enforce, observe"),
            (["appPasswordUrl": ""], "appPasswordUrl", "is missing"),
            (["activationUrl": "portal"], "activationUrl", "an https:// or http:// URL"),
            (["limits.connections": "0"], "limits.connections", "a whole number from 1"),
            (["metrics.listen": "0.0.0.0:9156"], "metrics.listen", "a loopback address"),
            (["metrics.listen": "127.0.0.1:9156", "metrics.socket": "/run/m"], "metrics.socket", "both set"),
            (["auditLog": "audit.log"], "auditLog", "an absolute path"),
            (["keyring": "/x"], "keyring", "did you mean keyRing?"),
        ] as [([String: String], String, String)]
    )
    func `a wrong value is refused by its key with what is allowed`(
        values: [String: String],
        key: String,
        message: String
    ) async throws {
        let file = try GateFile()
        let error = await #expect(throws: ConfigurationError.self) { try await file.load(values) }
        #expect(
            error?.problems.contains { $0.key == key && $0.message.contains(message) } == true,
            "\(String(describing: error))"
        )
    }
}

/// A configuration file with the least that is needed, and the secret files it names.
private final class GateFile {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "pamong-gate-\(UUID())")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["ring", "password", "key"] {
            try "secret\n".write(toFile: path(name), atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path(name))
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// The least that is needed, with some values otherwise.
    func load(_ values: [String: String] = [:], environment: [String: String] = [:]) async throws -> GateSettings {
        let least = [
            "listen.ldap": "127.0.0.1:3389", "upstream.uri": "ldapi://%2Frun%2Fslapd%2Fgate.sock",
            "suffix": "dc=mail,dc=go,dc=id", "keyRing": path("ring"), "identity.passwordFile": path("password"),
            "identity.bindDN": "cn=gate,ou=system,dc=mail,dc=go,dc=id",
            "activationUrl": "https://portal.mail.go.id/2fa",
            "appPasswordUrl": "https://portal.mail.go.id/sandi-aplikasi",
        ]
        let all = least.merging(values) { $1 }
        return try await load(text: Self.yaml(all), environment: environment)
    }

    func load(text: String, environment: [String: String] = [:]) async throws -> GateSettings {
        let file = path("pamong-gate.yaml")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return try await GateSettings.load(file: file, environment: environment)
    }

    private static func yaml(_ values: [String: String]) -> String {
        var sections: [String: String] = [:]
        for (key, value) in values {
            let parts = key.split(separator: ".", maxSplits: 1)
            let line = "\(parts[parts.count - 1]): \"\(value)\"\n"
            sections[parts.count > 1 ? String(parts[0]) : "", default: ""] += parts.count > 1 ? "  " + line : line
        }
        return sections.map { $0.key.isEmpty ? $0.value : "\($0.key):\n\($0.value)" }.joined()
    }
}
