/// Why an upload cannot be planned or carried out as a whole.
public enum ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no service of this name.
    case noSuchService(String)
    /// There is no tenant of this name or code.
    case noSuchTenant(String)
    /// Several tenants have this name or code.
    case ambiguousTenant(String, Int)
    /// The plan is another one than what was accepted.
    case planChanged(accepted: String, now: String)
    /// The plan has rows that cannot be taken, and nobody said that they may be left out.
    case hasRefusals(Int)
    /// The directory could not be reached for too long. What was not done yet is done by the same upload again.
    case interrupted(String)

    /// What to tell people.
    public var description: String {
        switch self {
        case .noSuchService(let name): "there is no service \(name)"
        case .noSuchTenant(let name): "there is no tenant \(name)"
        case .ambiguousTenant(let name, let count): "\(count) tenants are called \(name)"
        case .planChanged(let accepted, let now):
            "the plan is not the one that was accepted: it is \(now) now, and \(accepted) was accepted"
        case .hasRefusals(let count): "\(count) rows cannot be taken; mend them, or leave them out explicitly"
        case .interrupted(let reason): "the directory did not answer for too long: \(reason)"
        }
    }
}
