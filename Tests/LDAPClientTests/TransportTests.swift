import LDAPClient
import LocalStack
import Testing

@Suite struct TransportTests {
    private func secured(_ directory: TestDirectory, _ server: LDAPServer, authority: String = "authority")
        -> LDAPConfiguration
    {
        let roots = LDAPTLSConfiguration.TrustRoots.file(directory.file("\(authority).pem"))
        let authentication = LDAPAuthentication.simple(TestNames.admin, LDAPSecret(TestDirectory.adminPassword))
        return LDAPConfiguration(
            server: server,
            authentication: authentication,
            tls: LDAPTLSConfiguration(trustRoots: roots)
        )
    }

    private func ways(_ directory: TestDirectory, host: String = "127.0.0.1") -> [LDAPServer] {
        [.startTLS(host: host, port: directory.port), .tls(host: host, port: directory.tlsPort)]
    }

    @Test func `StartTLS and ldaps work with a certificate that can be verified`() async throws {
        let directory = try await TestDirectory.start(options: .init(tls: true))
        for server in ways(directory) {
            try await LDAPConnection.withConnection(secured(directory, server)) { connection in
                let identity = try await connection.whoAmI()
                #expect(identity == "dn:\(TestNames.admin)")
            }
        }
        #expect(directory.log.contains("TLS established"))
    }

    @Test func `an unknown authority is refused`() async throws {
        let directory = try await TestDirectory.start(options: .init(tls: true))
        for server in ways(directory) {
            let error = await #expect(throws: LDAPError.self) {
                try await LDAPConnection.connect(secured(directory, server, authority: "stranger"))
            }
            #expect(error?.endsConnection == true)
        }
        #expect(!directory.log.contains("method=128"))
    }

    @Test func `the system's authorities are used by default and refuse a throw-away one`() async throws {
        let directory = try await TestDirectory.start(options: .init(tls: true))
        let configuration = LDAPConfiguration(server: .tls(host: "127.0.0.1", port: directory.tlsPort))
        await #expect(throws: LDAPError.self) { try await LDAPConnection.connect(configuration) }
    }

    @Test func `a certificate for another name is refused`() async throws {
        let directory = try await TestDirectory.start(options: .init(tls: true))
        for server in ways(directory, host: "127.0.0.2") {
            await #expect(throws: LDAPError.self) { try await LDAPConnection.connect(secured(directory, server)) }
        }
    }

    @Test func `without verification the throw-away certificate is accepted`() async throws {
        let directory = try await TestDirectory.start(options: .init(tls: true))
        for server in ways(directory) {
            var configuration = secured(directory, server, authority: "stranger")
            configuration.tls.verifiesServer = false
            try await LDAPConnection.withConnection(configuration) { #expect(await $0.isOpen) }
        }
    }

    @Test func `StartTLS is refused by a server without certificates, and nothing is sent in the clear`() async throws {
        let directory = try await TestDirectory.start()
        let configuration = directory.configuration(.simple(TestNames.admin, LDAPSecret("x")))
        var upgraded = configuration
        upgraded.server = .startTLS(host: "127.0.0.1", port: directory.port)
        let error = await #expect(throws: LDAPError.self) { try await LDAPConnection.connect(upgraded) }
        #expect(error?.code == .protocolError)
        #expect(!directory.log.contains("method=128"))
    }

    @Test func `SASL EXTERNAL proves the client certificate`() async throws {
        let directory = try await TestDirectory.start(
            entries: TestDirectory.person("citra"),
            options: .init(tls: true)
        )
        for server in ways(directory) {
            var configuration = secured(directory, server)
            configuration.authentication = .external
            configuration.tls.clientCertificate = .init(
                certificateFile: directory.file("client.pem"),
                keyFile: directory.file("client.key")
            )
            try await LDAPConnection.withConnection(configuration) { connection in
                let identity = try await connection.whoAmI()
                #expect(identity == "dn:\(TestNames.person("citra"))")
            }
        }
    }

    @Test func `TLS files that are not there are an error`() async throws {
        let directory = try await TestDirectory.start(options: .init(tls: true))
        for server in ways(directory) {
            let configuration = secured(directory, server, authority: "missing")
            await #expect(throws: LDAPError.self) { try await LDAPConnection.connect(configuration) }
        }
    }

    @Test(arguments: [LDAPAuthentication.SCRAMHash.sha256, .sha512])
    func `SCRAM proves a password without sending it`(_ hash: LDAPAuthentication.SCRAMHash) async throws {
        let directory = try await TestDirectory.start(entries: TestDirectory.person("dewi"))
        let right = directory.configuration(.scram(hash, user: "dewi", LDAPSecret("secret of dewi")))
        try await LDAPConnection.withConnection(right) { connection in
            let identity = try await connection.whoAmI()
            #expect(identity == "dn:\(TestNames.person("dewi"))")
            #expect(try await connection.entry(TestNames.people) != nil)
        }
        let wrong = directory.configuration(.scram(hash, user: "dewi", LDAPSecret("wrong")))
        let error = await #expect(throws: LDAPError.self) { try await LDAPConnection.connect(wrong) }
        #expect(error?.code == .invalidCredentials)
    }

    @Test func `GSSAPI without a ticket is an error, not a hang`() async throws {
        let directory = try await TestDirectory.start()
        await #expect(throws: LDAPError.self) {
            try await LDAPConnection.connect(directory.configuration(.gssapi))
        }
    }

    @Test func `a server that is not there is a retriable error`() async throws {
        let port = Int(try LoopbackPort.free())
        let configuration = LDAPConfiguration(server: .plain(host: "127.0.0.1", port: port))
        let error = await #expect(throws: LDAPError.self) { try await LDAPConnection.connect(configuration) }
        #expect(error?.isRetriable == true)
        let socket = LDAPConfiguration(server: .socket(path: "/nowhere/ldapi"))
        await #expect(throws: LDAPError.self) { try await LDAPConnection.connect(socket) }
    }

    @Test(arguments: ["ldap://a", "ldap://a:1389/", "ldaps://[::1]", "ldapi://%2Frun%2Fldapi", "ldapi:///run/ldapi"])
    func `URIs are read`(_ uri: String) {
        let expected: [String: LDAPServer] = [
            "ldap://a": .plain(host: "a", port: 389), "ldap://a:1389/": .plain(host: "a", port: 1389),
            "ldaps://[::1]": .tls(host: "::1", port: 636), "ldapi://%2Frun%2Fldapi": .socket(path: "/run/ldapi"),
            "ldapi:///run/ldapi": .socket(path: "/run/ldapi"),
        ]
        #expect(LDAPServer(uri: uri) == expected[uri])
    }

    @Test(arguments: [
        "", "http://a", "ldap://", "ldap://a:0", "ldap://a:x", "ldapi://run", "ldap://a/dc=x", "ldap://u@a",
    ])
    func `other URIs are refused`(_ uri: String) {
        #expect(LDAPServer(uri: uri) == nil)
    }
}
