internal import DirectoryModel
internal import Hummingbird
internal import LDAPDirectory
internal import Logging
internal import PasswordQuality
internal import TwoFactor

/// What all pages work with.
struct Desk: Sendable {
    let configuration: PortalConfiguration
    let store: SecondFactorStore
    let gate: GateSignIn
    let sessions: SessionStore
    let limiter: AttemptLimiter
    let clients: ClientDesk
    let workers: WorkerLink
    let rates: RequestRates
    let pages: PageRenderer
    /// Uploads of accounts, where they are switched on.
    let uploads: UploadShelf?
    let passwordQuality: PasswordQuality
    let logger: Logger

    /// A form that one of our pages has sent, and its session's name. Throws ``Detour/forgedForm`` for any other.
    func form(_ request: Request, _ context: PortalContext) async throws -> (FormFields, session: String) {
        var request = request
        let fields = try FormFields(try await request.collectBody(upTo: FormFields.greatestLength))
        guard let session = context.session, let token = fields.secret("token"),
            token == SecretBytes(session.value.formToken)
        else { throw Detour.forgedForm }
        return (fields, session.token)
    }

    /// Who has signed in. Throws ``Detour/signIn``.
    func person(_ context: PortalContext) throws -> Session.Person {
        guard let person = context.session?.value.person else { throw Detour.signIn }
        return person
    }

    /// The account of whoever has signed in, as it stands now. The session ends when the account is another one, is no
    /// longer active, or its sessions were revoked; then ``Detour/signIn`` is thrown.
    func account(_ context: PortalContext, forActivation: Bool = false) async throws -> SecondFactorEntry {
        let person = try person(context)
        guard let account = try await accountIfAny(person.address), account.uuid == person.uuid,
            account.status == .active, !person.isRevoked(account.sessionsRevoked)
        else {
            if let token = context.session?.token { await sessions.end(token) }
            throw Detour.signIn
        }
        guard forActivation || !person.isForActivationOnly else { throw Detour.activationOnly }
        return account
    }

    /// `nil` when there is no such account.
    func accountIfAny(_ address: MailAddress) async throws -> SecondFactorEntry? {
        do {
            return try await store.account(address)
        } catch let error as SecondFactorError where error.code == .noSuchAccount {
            return nil
        }
    }

    /// Sends whoever has not given password and code lately to do so.
    func requireStepUp(_ context: PortalContext, thenTo path: String) throws {
        guard try person(context).hasSteppedUp(at: .now) else { throw Detour.stepUp(thenTo: path) }
    }

    /// The same for replacing the authenticator, which a recovery code is good for as well, and nothing else.
    func requireStepUpOrRecovery(_ context: PortalContext, thenTo path: String) throws {
        guard try person(context).mayReplaceDevice(at: .now) else { throw Detour.stepUp(thenTo: path) }
    }

    /// Changes what the session knows of its person.
    func updatePerson(_ context: PortalContext, _ change: @escaping @Sendable (inout Session.Person) -> Void) async {
        guard let token = context.session?.token else { return }
        await sessions.update(token) { session in
            guard case .signedIn(var person) = session.standing else { return }
            change(&person)
            session.standing = .signedIn(person)
        }
    }

    /// The cookie that names a session: for this host only, over TLS only, never for scripts, never sent along by other sites'
    /// forms. It ends with the browser.
    func cookie(_ token: String) -> Cookie {
        Cookie(
            name: configuration.cookieName,
            value: token,
            path: "/",
            secure: !configuration.isInsecure,
            httpOnly: true,
            sameSite: .lax
        )
    }
}
