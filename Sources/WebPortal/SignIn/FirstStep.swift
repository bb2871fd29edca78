internal import DirectoryModel
internal import LDAPDirectory
internal import TwoFactor

/// What is done with an address and a password before anything is said. Pure.
enum FirstStep: Sendable, Equatable {
    /// The gate is asked: the password may be enough.
    case ask(GateSignIn.Purpose)
    /// A code is asked for, whether there is such an account or not.
    case askForCode

    /// - Parameter requirement: what is demanded of an account that was found and has no second factor.
    init(isProtected: Bool, requirement: TwoFactorRequirement?) {
        switch requirement {
        case .none: self = .askForCode
        case .some where isProtected: self = .askForCode
        case .some(let requirement): self = .ask(requirement.allowsPasswordAlone ? .web : .activation)
        }
    }
}
