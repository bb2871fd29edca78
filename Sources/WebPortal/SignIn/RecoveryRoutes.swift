internal import DirectoryModel
internal import Hummingbird
internal import LDAPDirectory
internal import Logging
internal import TwoFactor

/// `/masuk/pemulihan`: a recovery code in place of the authenticator's, and what to do without either.
struct RecoveryRoutes: Sendable {
    let desk: Desk
    let signIn: SignInRoutes

    func add(to router: Router<PortalContext>) {
        router.get("masuk/pemulihan") { _, context in try await form(context) }
        router.post("masuk/pemulihan") { request, context in try await enter(request, context) }
        router.get("bantuan/ponsel-hilang") { _, context in
            try await desk.pages.page(.lostPhone, titled: RecoveryText.lostTitle, context)
        }
    }

    private func form(_ context: PortalContext, problem: RecoveryText? = nil) async throws -> Response {
        guard context.session?.value.waiting(at: .now) != nil else { return try await signIn.expired(context) }
        return try await desk.pages.page(
            .recovery,
            titled: RecoveryText.recoverySignInTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem?.text(in: context.language)
        )
    }

    private func enter(_ request: Request, _ context: PortalContext) async throws -> Response {
        let begun = ContinuousClock.now
        let (form, session) = try await desk.form(request, context)
        guard let waiting = context.session?.value.waiting(at: .now), waiting.attemptsLeft > 0 else {
            return try await signIn.expired(context)
        }
        guard let code = form.secret("recovery").flatMap({ RecoveryCode(typed: $0) }) else {
            return try await self.form(context, problem: .recoveryShape)
        }
        guard await desk.limiter.allows(client: context.client, account: waiting.address.text) else {
            throw Detour.tooMany
        }
        await desk.sessions.update(session) { $0.countAttempt() }
        guard let account = try await account(of: waiting, using: code) else {
            try await Task.sleep(until: begun + desk.configuration.limits.leastAnswerTime)
            return try await self.form(context, problem: .recoverySignInWrong)
        }
        return try await signIn.enter(account, session, by: .recoveryCode)
    }

    /// The gate says whether password and code are right, and lets both be tried again and again; the code is used up here, and
    /// only whoever does that is in. `nil` for everybody else.
    private func account(
        of waiting: Session.WaitingSignIn,
        using code: RecoveryCode
    ) async throws -> SecondFactorEntry? {
        let secret = waiting.password.followed(by: code.shown)
        guard try await desk.gate.accepts(waiting.address, secret, for: .recovery),
            let account = try await desk.accountIfAny(waiting.address),
            let left = try await desk.store.useRecoveryCode(code, of: account)
        else { return nil }
        desk.logger.info(
            "recovery code used",
            metadata: ["account": "\(account.address)", "left": "\(left)"]
        )
        return account
    }
}
