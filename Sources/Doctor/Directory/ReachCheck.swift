internal import LDAPClient

extension Finding {
    /// Judges why a server was not reached. One that answers with a refusal is there.
    static func judge(reachError error: any Error, server: LDAPServer) -> Finding {
        guard let error = error as? LDAPError else {
            return .failed(.reach, "\(server): \(error)", remedy: "look at the name, the port and the network")
        }
        switch error.code {
        case .insufficientAccessRights, .inappropriateAuthentication, .strongerAuthRequired, .unwillingToPerform,
            .confidentialityRequired, .noSuchObject:
            return .ok(.reach, "\(server) answers")
        case .connectError where server.usesTLS:
            return .failed(
                .reach,
                "\(server): \(error)",
                remedy: "if it is the certificate: it must name this host, be in date, and come from an authority in "
                    + "directory.caFile"
            )
        default:
            return .failed(.reach, "\(server): \(error)", remedy: server.hintWhenSilent)
        }
    }

    /// Judges why the worker could not sign in.
    static func judge(signInError error: any Error, name: DistinguishedName?) -> Finding {
        let who = name.map { "\($0)" } ?? "the worker"
        guard let error = error as? LDAPError else {
            return .failed(.signIn, "\(who): \(error)", remedy: "make the password file readable to the worker's user")
        }
        switch error.code {
        case .invalidCredentials:
            return .failed(
                .signIn,
                "\(who): wrong name or password",
                remedy: "write the password into directory.passwordFile, or set a new one: ldappasswd -Y EXTERNAL -H "
                    + "ldapi:/// -T FILE \"\(who)\""
            )
        case .inappropriateAuthentication:
            return .failed(
                .signIn,
                "\(who): \(error)",
                remedy: "the entry has no password, or the file is empty: set one (see LDIF/README.md)"
            )
        default:
            return .failed(.signIn, "\(who): \(error)", remedy: "look at the directory's log")
        }
    }
}

extension LDAPServer {
    fileprivate var usesTLS: Bool {
        switch self {
        case .tls, .startTLS: true
        case .plain, .socket: false
        }
    }

    fileprivate var hintWhenSilent: String {
        switch self {
        case .socket(let path):
            "is the server running (systemctl status slapd), and does its -h name ldapi for \(path)?"
        case .plain, .startTLS, .tls: "is the server running, is it the right name and port, is a firewall in between?"
        }
    }
}
