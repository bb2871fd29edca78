internal import Foundation
internal import LDAPClient

extension Doctor.Directory {
    /// The worker's own way in. Throws when the password file cannot be read.
    func workerConfiguration() throws -> LDAPConfiguration {
        switch identity {
        case .external: return access(to: server, as: .external)
        case .password(let name, let file):
            return access(to: server, as: .simple(name, try Self.password(in: file)))
        }
    }

    /// The way in of the identity that writes second factors. Throws when the password file cannot be read.
    func configuration(of secondFactor: Doctor.SecondFactor) throws -> LDAPConfiguration {
        let password = try Self.password(in: secondFactor.passwordFile)
        return access(to: secondFactor.provider, as: .simple(secondFactor.bindDN, password))
    }

    /// The way in without a name.
    func anonymousConfiguration(_ server: LDAPServer) -> LDAPConfiguration {
        access(to: server, as: .anonymous)
    }

    /// slapd's configuration, as the system user we are.
    func administrationConfiguration() -> LDAPConfiguration {
        let usual = LDAPServer.socket(path: "/run/slapd/ldapi")
        let own: LDAPServer? = if case .socket = server { server } else { nil }
        return access(to: administration ?? own ?? usual, as: .external)
    }

    /// Whom the worker is taken for, when that can be told from the configuration.
    var identityName: DistinguishedName? {
        if case .password(let name, _) = identity { name } else { nil }
    }

    private func access(to server: LDAPServer, as authentication: LDAPAuthentication) -> LDAPConfiguration {
        LDAPConfiguration(server: server, authentication: authentication, tls: tls, connectTimeout: .seconds(5))
    }

    private static func password(in file: String) throws -> LDAPSecret {
        let handle = try FileHandle(forReadingFrom: URL(filePath: file))
        defer { try? handle.close() }
        let line = (try handle.read(upToCount: 4096) ?? Data()).prefix { $0 != 0x0A && $0 != 0x0D }
        return LDAPSecret(bytes: line)
    }
}
