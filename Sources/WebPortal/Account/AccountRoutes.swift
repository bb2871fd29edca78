internal import DirectoryModel
internal import Hummingbird
internal import LDAPDirectory
internal import Logging
internal import PasswordQuality
internal import TwoFactor

/// `/akun`: the account at a glance, its password, and proving once more who one is.
struct AccountRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {
        router.get("akun") { request, context in try await overview(context) }
        router.get("akun/verifikasi") { request, context in
            try await stepUpForm(context, next: request.uri.queryParameters["ke"].map(String.init) ?? "")
        }
        router.post("akun/verifikasi") { request, context in try await stepUp(request, context) }
        router.get("akun/kata-sandi") { request, context in try await passwordForm(context) }
        router.post("akun/kata-sandi") { request, context in try await changePassword(request, context) }
    }

    private func overview(_ context: PortalContext) async throws -> Response {
        let account = try await desk.account(context)
        let words = StandingWords(account, pages: desk.pages, context)
        var values: [String: Any] = ["address": account.address.text, "state": words.text]
        if let since = words.since { values["since"] = since }
        return try await desk.pages.page(.account, .accountTitle, context, values: values)
    }

    // MARK: Password and code once more

    private func stepUpForm(_ context: PortalContext, next: String, problem: PageText? = nil) async throws -> Response {
        _ = try await desk.account(context)
        return try await desk.pages.page(
            .stepUp,
            .stepUpTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem?.text(in: context.language),
            values: ["next": Self.ownPage(next)]
        )
    }

    private func stepUp(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, _) = try await desk.form(request, context)
        let account = try await desk.account(context)
        guard await desk.limiter.allows(client: context.client, account: account.address.text) else {
            throw Detour.tooMany
        }
        guard let password = form.secret("password"), let code = form.secret("code"), OneTimeCode(typed: code) != nil,
            try await desk.gate.accepts(account.address, password.followed(by: code), for: .web),
            SecondFactorState(account.facts, at: .now).isProtected
        else { return try await stepUpForm(context, next: form.text("next"), problem: .signInWrong) }
        let now = Timestamp.now
        await desk.updatePerson(context) { $0.steppedUp = now }
        return .seeOther(Self.ownPage(form.text("next")))
    }

    /// Only pages that ask for it are gone back to, so that nobody is led elsewhere.
    private static func ownPage(_ path: String) -> String {
        let isOurs =
            ["/akun/2fa", "/akun/sandi-aplikasi"].contains(path)
            || path.wholeMatch(of: /\/admin(\/[a-zA-Z0-9._\-]+)*/) != nil
        return isOurs ? path : "/akun/2fa"
    }

    // MARK: The password

    private func passwordForm(_ context: PortalContext, problem: String? = nil) async throws -> Response {
        let account = try await desk.account(context)
        return try await desk.pages.page(
            .password,
            .passwordTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem,
            values: ["needsCode": SecondFactorState(account.facts, at: .now).isProtected]
        )
    }

    private func changePassword(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        let account = try await desk.account(context)
        let language = context.language
        guard await desk.limiter.allows(client: context.client, account: account.address.text) else {
            throw Detour.tooMany
        }
        guard let old = form.secret("old"), let new = form.secret("new") else {
            return try await passwordForm(context, problem: PageText.passwordMissing.text(in: language))
        }
        guard let repeated = form.secret("repeat"), repeated == new else {
            return try await passwordForm(context, problem: PageText.passwordNotRepeated.text(in: language))
        }
        // The gate takes such a password for an app password, so nobody could ever sign in with it.
        guard AppPassword(typed: new) == nil else {
            return try await passwordForm(context, problem: PageText.passwordLooksLikeAppPassword.text(in: language))
        }
        let known = [String(account.address.text.prefix { $0 != "@" }), account.address.text]
        guard try !desk.passwordQuality.isEasilyGuessed(new, knowing: known) else {
            return try await passwordForm(context, problem: PageText.passwordEasilyGuessed.text(in: language))
        }
        let code = form.secret("code").flatMap { OneTimeCode(typed: $0) == nil ? nil : $0 }
        let current = code.map { old.followed(by: $0) } ?? old
        switch try await desk.gate.changePassword(of: account.address, current: current, from: old, to: new) {
        case .changed: return try await passwordChanged(account, session, context)
        case .wrongPassword:
            return try await passwordForm(context, problem: PageText.passwordOldWrong.text(in: language))
        case .refused(let reason):
            return try await passwordForm(
                context,
                problem: PageText.passwordRefused.text(in: language, "alasan", reason)
            )
        }
    }

    private func passwordChanged(
        _ account: SecondFactorEntry,
        _ session: String,
        _ context: PortalContext
    ) async throws -> Response {
        desk.logger.info("password changed", metadata: ["account": "\(account.address)"])
        try await desk.store.revokeSessions(of: account)
        await desk.sessions.endAll(of: account.uuid, except: session)
        let now = Timestamp.now + .seconds(1)
        await desk.updatePerson(context) { $0.validSince = now }
        await desk.sessions.update(session) { $0.notice = PageText.passwordChanged }
        return .seeOther("/akun")
    }
}
