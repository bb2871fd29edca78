internal import DirectoryModel
internal import HTTPTypes
internal import Hummingbird
internal import LDAPDirectory
internal import Logging
internal import TwoFactor

/// `/masuk`: address and password, then a code. A code is asked for in every case where going on at once, or saying no at
/// once, would tell a stranger something.
struct SignInRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {
        router.get("masuk") { request, context in try await form(context) }
        router.post("masuk") { request, context in try await signIn(request, context) }
        router.get("masuk/kode") { request, context in try await codeForm(context) }
        router.post("masuk/kode") { request, context in try await enterCode(request, context) }
        router.post("keluar") { request, context in try await signOut(request, context) }
        router.post("keluar-semua") { request, context in try await signOutEverywhere(request, context) }
    }

    // MARK: Address and password

    private func form(_ context: PortalContext, problem: PageText? = nil, address: String = "") async throws -> Response
    {
        if context.session?.value.person != nil, problem == nil { return .seeOther("/akun") }
        var context = context
        var token: String?
        if context.session == nil {
            context.session = try await desk.sessions.begin(.anonymous)
            token = context.session?.token
        }
        var response = try await desk.pages.page(
            .signIn,
            .signInTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem?.text(in: context.language),
            values: ["address": address]
        )
        if let token { response.setCookie(desk.cookie(token)) }
        return response
    }

    private func signIn(_ request: Request, _ context: PortalContext) async throws -> Response {
        let begun = ContinuousClock.now
        let (form, session) = try await desk.form(request, context)
        let typed = form.text("address")
        guard let address = MailAddress(typed) else { return try await self.form(context, problem: .addressMissing) }
        guard let password = form.secret("password") else {
            return try await self.form(context, problem: .passwordMissing, address: typed)
        }
        guard await desk.limiter.allows(client: context.client, account: address.text) else { throw Detour.tooMany }
        if let answer = try await enterWithPasswordAlone(address, password, session) { return answer }
        try await waitForCode(address, password, session, since: begun)
        return .seeOther("/masuk/kode")
    }

    /// Answers only somebody whom the password alone lets in.
    private func enterWithPasswordAlone(
        _ address: MailAddress,
        _ password: SecretBytes,
        _ session: String
    ) async throws -> Response? {
        guard let account = try await desk.accountIfAny(address) else { return nil }
        let state = SecondFactorState(account.facts, at: .now)
        let requirement = try await desk.store.demand(on: account).requirement(at: .now)
        guard case .ask(let purpose) = FirstStep(isProtected: state.isProtected, requirement: requirement),
            try await desk.gate.accepts(address, password, for: purpose)
        else { return nil }
        return try await enter(account, session, by: purpose == .activation ? .passwordForActivation : .password)
    }

    private func waitForCode(
        _ address: MailAddress,
        _ password: SecretBytes,
        _ session: String,
        since begun: ContinuousClock.Instant
    ) async throws {
        let waiting = Session.WaitingSignIn(
            address: address,
            password: password,
            expires: .now + Session.WaitingSignIn.lifetime
        )
        await desk.sessions.update(session) { $0.standing = .waiting(waiting) }
        try await Task.sleep(until: begun + desk.configuration.limits.leastAnswerTime)
    }

    // MARK: The code

    /// Where somebody goes whose password no longer waits for a code.
    func expired(_ context: PortalContext) async throws -> Response {
        try await form(context, problem: context.session?.value.person == nil ? .signInExpired : nil)
    }

    private func codeForm(_ context: PortalContext, problem: PageText? = nil) async throws -> Response {
        guard context.session?.value.waiting(at: .now) != nil else { return try await expired(context) }
        return try await desk.pages.page(
            .code,
            .codeTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem?.text(in: context.language)
        )
    }

    private func enterCode(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        guard let waiting = context.session?.value.waiting(at: .now), waiting.attemptsLeft > 0 else {
            return try await self.form(context, problem: .signInExpired)
        }
        let address = waiting.address
        guard await desk.limiter.allows(client: context.client, account: address.text) else { throw Detour.tooMany }
        await desk.sessions.update(session) { $0.countAttempt() }
        guard let code = form.secret("code"), OneTimeCode(typed: code) != nil,
            try await desk.gate.accepts(address, waiting.password.followed(by: code), for: .web),
            let account = try await desk.accountIfAny(address)
        else { return try await codeForm(context, problem: .signInWrong) }
        let isProtected = SecondFactorState(account.facts, at: .now).isProtected
        return try await enter(account, session, by: isProtected ? .passwordAndCode : .password)
    }

    func enter(_ account: SecondFactorEntry, _ session: String, by way: Session.Way) async throws -> Response {
        var person = Session.Person(account.address, account.uuid, by: way, revoked: account.sessionsRevoked, now: .now)
        if !person.isForActivationOnly { person.administers = try await desk.administrator(account) != nil }
        let (token, _) = try await desk.sessions.begin(.signedIn(person), insteadOf: session)
        desk.logger.info(
            "signed in",
            metadata: ["account": "\(account.address)", "by": "\(way)"]
        )
        var response = Response.seeOther(person.startPage)
        response.setCookie(desk.cookie(token))
        return response
    }

    // MARK: Out again

    private func signOut(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (_, session) = try await desk.form(request, context)
        return try await leave(session, .signedOut)
    }

    private func signOutEverywhere(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (_, session) = try await desk.form(request, context)
        let account = try await desk.account(context)
        try await desk.store.revokeSessions(of: account)
        await desk.sessions.endAll(of: account.uuid)
        return try await leave(session, .signedOutEverywhere)
    }

    private func leave(_ session: String, _ notice: PageText) async throws -> Response {
        let (token, _) = try await desk.sessions.begin(.anonymous, insteadOf: session)
        await desk.sessions.update(token) { $0.notice = notice }
        var response = Response.seeOther("/masuk")
        response.setCookie(desk.cookie(token))
        // Nothing of the pages seen stays in a browser that others use too.
        if let name = HTTPField.Name("Clear-Site-Data") { response.headers[name] = "\"cache\", \"storage\"" }
        return response
    }
}
