import ConfigurationFiles
import Foundation
import LDAPClient
import Testing

@testable import pamong

struct TotpConfigurationTests {
    private static let good = """
        directory: { uri: "ldap://192.0.2.1", suffix: "dc=x", external: true }
        mailHost: narada.mail.go.id

        """

    private func load(_ yaml: String, environment: [String: String] = [:]) async throws -> PamongConfiguration {
        let folder = try TemporaryFolder()
        return try await PamongConfiguration.load(
            file: try folder.write(Self.good + yaml, to: "pamong.yaml"),
            environment: environment
        )
    }

    @Test func `by default the portal's identity writes to the directory itself`() async throws {
        let section = try await load("").secondFactor
        #expect(section.bindDN.description == "cn=portal,ou=system,dc=x")
        #expect(section.provider == .plain(host: "192.0.2.1", port: 389))
        #expect(section.resetLifetime == .seconds(86_400))
        #expect(section.issuer(of: "sakti.mail.go.id") == "sakti.mail.go.id")
    }

    @Test func `what the file says counts, and no secret file is opened`() async throws {
        let section = try await load(
            """
            secondFactor:
              keyRing: /nowhere/ring.json
              passwordFile: /nowhere/portal.password
              providerUri: ldaps://192.0.2.2
              bindDN: cn=desk,dc=x
              issuer: Kementerian
              resetLifetime: 2h
            """
        ).secondFactor
        #expect(section.keyRing == "/nowhere/ring.json")
        #expect(section.provider == .tls(host: "192.0.2.2", port: 636))
        #expect(section.bindDN.description == "cn=desk,dc=x")
        #expect(section.issuer(of: "sakti.mail.go.id") == "Kementerian sakti.mail.go.id")
        #expect(section.resetLifetime == .seconds(7200))
    }

    @Test(arguments: [
        ("issuer: 'a: b'", "without a colon"), ("resetLifetime: 5s", "at least 1m"),
        ("keyRing: ring.json", "an absolute path"), ("providerUri: http://x", "ldap://"),
        ("bindDN: portal", "distinguished"),
        ("ring: /x", "there is no such key"),
    ])
    func `a bad value is refused with what is allowed`(line: String, message: String) async throws {
        let error = await #expect(throws: ConfigurationError.self) { try await load("secondFactor:\n  \(line)\n") }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }
}

/// Another program's file, read by the same module.
struct SharedConfigurationTests {
    private enum Key: String, ConfigurationKeys {
        case listenAddress = "listen.address"
        case listenPort = "listen.port"

        static let environmentPrefix = "pamong.gate"
    }

    private func read(_ yaml: String, _ environment: [String: String] = [:]) async throws -> [String?] {
        let folder = try TemporaryFolder()
        let file = try folder.write(yaml, to: "gate.yaml")
        return try await ConfigurationValues<Key>.read(file: file, environment: environment) { values in
            [values.text(.listenAddress), "\(values.count(.listenPort, 389, in: 1...65_535))"]
        }
    }

    @Test func `each program has its own keys and its own prefix in the environment`() async throws {
        let yaml = "listen: { address: 127.0.0.1, port: 1389 }\n"
        #expect(Key.listenPort.environmentName == "PAMONG_GATE_LISTEN_PORT")
        #expect(try await read(yaml) == ["127.0.0.1", "1389"])
        let overridden = ["PAMONG_GATE_LISTEN_PORT": "2389", "PAMONG_LISTEN_ADDRESS": "not ours"]
        #expect(try await read(yaml, overridden) == ["127.0.0.1", "2389"])
        let unknown = await #expect(throws: ConfigurationError.self) {
            try await read(yaml, ["PAMONG_GATE_LISTEN_PROT": "1"])
        }
        #expect(unknown?.problems.first?.message.contains("PAMONG_GATE_LISTEN_PORT") == true)
        let foreign = await #expect(throws: ConfigurationError.self) { try await read("sync: { lanes: 1 }\n") }
        #expect(
            foreign?.problems.first?.message.contains("allowed are listen") == true,
            "\(String(describing: foreign))"
        )
    }
}
