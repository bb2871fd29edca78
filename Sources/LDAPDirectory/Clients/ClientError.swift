/// Why something about a program was not done. The description says what is wrong and what to do, and is safe to show.
public enum ClientError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No program has this name.
    case noSuchClient(String)
    /// The name cannot be one.
    case badName(String)
    /// There is no such service or tenant, or the person does not see it.
    case noSuchScope(ClientScope)
    /// It has as many tokens as it may have.
    case tooManyTokens(String)
    /// It has no token of this id.
    case noSuchToken(String, of: String)
    /// The directory does not let this person do it.
    case notAllowed(String)
    /// Somebody else changed the same thing at the same moment.
    case conflict(String)

    /// What is the matter and what to do.
    public var description: String {
        switch self {
        case .noSuchClient(let name): "no program is called \(name): `pamong client list` names them"
        case .badName(let name): "\(name) is no name for a program: 1 to 64 letters, digits, dots and hyphens"
        case .noSuchScope(let scope): "there is no \(scope) here: `pamong tenant list` names tenants and services"
        case .tooManyTokens(let name):
            "\(name) has two tokens already: revoke one first (`pamong client revoke \(name) --token ID`)"
        case .noSuchToken(let id, let name): "\(name) has no token \(id): `pamong client list` names them"
        case .notAllowed(let what): "the directory does not let you do this to \(what): only Admin Pusat may"
        case .conflict(let name): "somebody else changed \(name) at the same moment; nothing was done: look again"
        }
    }
}
