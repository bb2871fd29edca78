internal import ArgumentParser
internal import ConfigurationFiles
internal import LDAPClient
internal import LDAPDirectory

/// Who signs in for a decision that needs a person.
struct OfficerOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Who you are: mail address or DN. The password is asked for on the terminal; with a second factor, type the "
                + "code right behind it.",
            valueName: "name"
        )
    )
    var name: String

    @Option(help: ArgumentHelp("Read the password from this file (chmod 600) instead.", valueName: "file"))
    var passwordFile: String?

    /// Signs the officer in where persons do, and lends the connection that is theirs.
    func signedIn<Value: Sendable>(
        _ configuration: PamongConfiguration,
        _ body: @Sendable (DistinguishedName, LDAPConnection) async throws -> Value
    ) async throws -> Value {
        guard let gate = configuration.directory.gate else {
            throw CommandFailure(.usage, "\(configuration.file): directory.gateUri is missing: nobody can sign in")
        }
        let signIn = AdministratorSignIn(
            reader: try configuration.directory.connection(),
            gate: LDAPConfiguration(server: gate, tls: configuration.directory.tls),
            suffix: configuration.directory.suffix
        )
        let password =
            try passwordFile.map { try SecretFile.read($0) }
            ?? PasswordPrompt.ask("Password of \(name), with the code behind it if there is one: ")
        do {
            return try await signIn.withSignedIn(as: name, password: password, body)
        } catch let refusal as AdministratorSignIn.Refusal {
            throw CommandFailure(.refused, refusal.description)
        }
    }
}
