internal import ArgumentParser
internal import LDAPClient
internal import LDAPDirectory

/// `pamong client`
struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Look after the programs that call the portal's API: what they may do, and their tokens.",
        discussion: """
            A program writes accounts of one tenant or of a whole service (SCIM 2.0 at /scim/v2), or with --read-only only reads. \
            It shows a token, of which it has two at most, so that one can follow the other without a pause. Only Admin Pusat may \
            change any of this (--as).

            Exit codes: 0 done · 2 wrong usage or configuration, or no such program · 3 cannot tell: the directory did not \
            answer · 4 refused, or somebody else changed the same thing
            """,
        subcommands: [
            ClientAddCommand.self, ClientTokenCommand.self, ClientRevokeCommand.self, ClientListCommand.self,
        ]
    )
}

extension PamongConfiguration {
    /// Lends programs as the portal's identity sees them, which alone sees what is stored of tokens.
    func readingClients<Value: Sendable>(
        _ body: @Sendable (ClientReader) async throws -> Value
    ) async throws -> Value {
        try await LDAPConnection.withConnection(try secondFactorConnection()) { connection in
            try await body(ClientReader(connection, suffix: directory.suffix))
        }
    }
}

extension OfficerOptions {
    /// Lends programs as the signed-in person may write them.
    func withClients<Value: Sendable>(
        _ configuration: PamongConfiguration,
        _ body: @Sendable (ClientRegistrar) async throws -> Value
    ) async throws -> Value {
        try await signedIn(configuration) { _, connection in
            try await configuration.readingClients { reader in
                try await body(ClientRegistrar(connection, reader: reader))
            }
        }
    }
}
