import ConfigurationFiles
import TenantOnboarding
import Testing

@testable import pamong

struct TenantConfigurationTests {
    private static let good = """
        directory: { uri: "ldap://192.0.2.1", suffix: "dc=x", external: true }
        mailHost: narada.mail.go.id

        """

    private func load(_ yaml: String) async throws -> PamongConfiguration {
        let folder = try TemporaryFolder()
        return try await PamongConfiguration.load(
            file: try folder.write(Self.good + yaml, to: "pamong.yaml"),
            environment: [:]
        )
    }

    @Test func `both hosts with priority 10 are what is agreed, and nobody is asked by default`() async throws {
        let configuration = try await load("")
        #expect(configuration.dns.mailHosts.map(\.description) == ["narada.mail.go.id 10", "yamadipati.mail.go.id 10"])
        #expect(configuration.dns.resolvers.isEmpty)
        #expect(configuration.dns.timeout == .seconds(5))
        #expect(throws: CommandFailure.self) { try configuration.mxCheck() }
    }

    @Test func `what the file says counts`() async throws {
        let dns = try await load(
            """
            dns:
              resolvers: "9.9.9.9,192.0.2.1:5353 , [2620:fe::fe]:53"
              mailHosts: A.example. 5, b.example
              timeout: 2s
            """
        ).dns
        #expect(dns.resolvers.map(\.description) == ["9.9.9.9:53", "192.0.2.1:5353", "[2620:fe::fe]:53"])
        #expect(dns.mailHosts.map(\.description) == ["a.example 5", "b.example 10"])
        #expect(dns.timeout == .seconds(2))
    }

    @Test(arguments: [
        ("resolvers: dns.example", "list of addresses"), ("resolvers: '9.9.9.9,'", "list of addresses"),
        ("resolvers: 9.9.9.9, 9.9.9.9", "list of addresses"), ("mailHosts: narada", "list of hosts"),
        ("mailHosts: a.b 10 20", "list of hosts"), ("timeout: 1ms", "at least"), ("resolver: x", "no such key"),
    ])
    func `a bad value is refused with what is allowed`(line: String, message: String) async throws {
        let error = await #expect(throws: ConfigurationError.self) { try await load("dns:\n  \(line)\n") }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }
}
