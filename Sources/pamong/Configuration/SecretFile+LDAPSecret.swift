internal import ConfigurationFiles
internal import LDAPClient

extension SecretFile {
    /// The first line, as a password to sign in with.
    static func read(_ path: String) throws(Refusal) -> LDAPSecret {
        try read(path) { LDAPSecret(bytes: $0) }
    }
}
