internal import ConfigurationFiles
internal import LDAPClient
internal import LDAPDirectory

extension PamongConfiguration.Directory {
    /// How to connect as the worker's identity. The password is read here and nowhere kept.
    func connection() throws -> LDAPConfiguration {
        let authentication: LDAPAuthentication =
            switch identity {
            case .password(let name, let file): .simple(name, try SecretFile.read(file))
            case .external: .external
            }
        return LDAPConfiguration(server: server, authentication: authentication, tls: tls)
    }

    /// The directory as the worker follows it. A worker in shadow mode shows as another replica in the provider's log.
    func source(isShadow: Bool = false) throws -> LDAPDirectorySource {
        LDAPDirectorySource(configuration: try connection(), suffix: suffix, replicaID: isShadow ? 2 : 1)
    }
}
