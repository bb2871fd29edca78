internal import ArgumentParser
internal import DirectoryModel
internal import LDAPDirectory
internal import Reports
internal import TwoFactor

/// `pamong client list`
struct ClientListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List programs, what they may do, and how long their tokens are good."
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let configuration = try await options.load()
        let clients = try await configuration.readingClients { try await $0.all() }
        Terminal.show(
            json
                ? try JSONText.of(clients.map(ClientItem.init))
                : Self.table(clients, LocalTime(zone: configuration.timeZone))
        )
    }

    private static func table(_ clients: [APIClient], _ time: LocalTime) -> String {
        guard !clients.isEmpty else { return "No programs.\n" }
        var table = TableFormat(header: ["Name", "Writes", "Reads", "Token", "Good until", "Contact"], leftColumns: 6)
        for client in clients {
            let token = { (index: Int) in client.tokens.indices.contains(index) ? client.tokens[index] : nil }
            for index in 0..<max(1, client.tokens.count) {
                table.add([
                    index == 0 ? client.name : "", index == 0 ? names(client.writes) : "",
                    index == 0 ? names(client.reads) : "", token(index)?.id ?? "none",
                    token(index).map { ($0.expires <= .now ? "over: " : "") + time.text($0.expires) } ?? "",
                    index == 0 ? client.contact ?? "" : "",
                ])
            }
        }
        return table.text
    }

    private static func names(_ scopes: Set<ClientScope>) -> String {
        scopes.map(\.description).sorted().joined(separator: ", ")
    }
}

/// A program as other programs read it; never what is stored of a token.
struct ClientItem: Encodable {
    struct Scope: Encodable {
        let service: String
        let tenant: String?
        let readOnly: Bool
    }

    struct Token: Encodable {
        let id, created, expires: String
        let isOver: Bool
    }

    let name: String
    let about, contact: String?
    let scopes: [Scope]
    let tokens: [Token]

    init(_ client: APIClient) {
        (name, about, contact) = (client.name, client.about, client.contact)
        let rights = client.writes.map { ($0, false) } + client.reads.map { ($0, true) }
        scopes =
            rights
            .map { Scope(service: $0.service, tenant: $0.tenant, readOnly: $1) }
            .sorted { ($0.service, $0.tenant ?? "") < ($1.service, $1.tenant ?? "") }
        tokens = client.tokens.map {
            Token(id: $0.id, created: $0.created.rfc3339, expires: $0.expires.rfc3339, isOver: $0.expires <= .now)
        }
    }
}
