public import DirectoryModel
public import StateDatabase

/// Whether somebody may decide about a held batch: the rule alone, about facts that others found out.
public struct DecisionRight: Sendable, Hashable {
    /// What the person who signed in is, where it matters to the batch.
    public enum Role: Sendable, Hashable {
        /// A member of Admin Pusat.
        case headOffice
        /// An administrator of the one tenant the batch is about.
        case tenantAdministrator
        /// Neither.
        case nobody
    }

    /// Who wrote the changes that are held.
    public enum Authors: Sendable, Hashable {
        /// The log names them all.
        case known(Set<String>)
        /// The log cannot be read, or does not reach back to all of the changes; those it names are given.
        case partlyUnknown(Set<String>, reason: String)

        var named: Set<String> {
            switch self {
            case .known(let names), .partlyUnknown(let names, _): names
            }
        }
    }

    /// Why somebody may not decide.
    public enum Refusal: Error, Sendable, Hashable {
        /// Neither of Admin Pusat nor an administrator of the tenant.
        case notAnAdministrator
        /// The batch is of a service or of all: it is Admin Pusat's to decide.
        case headOfficeOnly
        /// They made the change themselves; a second person has to look.
        case ownChange
        /// Nobody knows who made the change, so it may have been this administrator.
        case authorUnknown(reason: String)
    }

    /// What the batch is about.
    public var level: Hold.Level
    /// Names the person, in the form authors are named in.
    public var person: String
    /// What the person is.
    public var role: Role
    /// Who made the changes.
    public var authors: Authors

    /// Puts the facts together.
    public init(level: Hold.Level, person: String, role: Role, authors: Authors) {
        self.level = level
        self.person = person
        self.role = role
        self.authors = authors
    }

    /// `nil` when the person may decide.
    public var refusal: Refusal? {
        if role == .nobody { return .notAnAdministrator }
        if level != .tenant, role != .headOffice { return .headOfficeOnly }
        if authors.named.contains(person) { return .ownChange }
        if case .partlyUnknown(_, let reason) = authors, role != .headOffice { return .authorUnknown(reason: reason) }
        return nil
    }
}

extension DecisionRight.Authors {
    /// What a log of changes tells of the authors of `accounts`' changes: all are known only when it names somebody for
    /// every account. `problem` says why the log could not be read, if it could not.
    public init(_ authors: [EntryUUID: String], problem: String?, accounts: [EntryUUID]) {
        let names = Set(accounts.compactMap { authors[$0] })
        let unnamed = accounts.count { authors[$0] == nil }
        if let problem {
            self = .partlyUnknown(names, reason: problem)
        } else if unnamed > 0 {
            self = .partlyUnknown(
                names,
                reason: "the log of changes says nothing of \(unnamed) of \(accounts.count) accounts"
            )
        } else {
            self = .known(names)
        }
    }
}

extension DecisionRight.Refusal: CustomStringConvertible {
    /// What to say to the person.
    public var description: String {
        switch self {
        case .notAnAdministrator: "you are neither of Admin Pusat nor an administrator of this tenant"
        case .headOfficeOnly: "this batch reaches beyond one tenant: only Admin Pusat may decide about it"
        case .ownChange: "you made (some of) these changes yourself: a second person has to decide"
        case .authorUnknown(let reason):
            "it cannot be told who made these changes (\(reason)): only Admin Pusat may decide about them"
        }
    }
}
