internal import DirectoryModel
internal import Hummingbird
internal import LDAPDirectory
internal import Logging
internal import QRImages
internal import TwoFactor

/// `/akun/2fa`: state, activation, another device, recovery codes.
struct TwoFactorRoutes: Sendable {
    let desk: Desk
    private let path = "/akun/2fa"

    func add(to router: Router<PortalContext>) {
        router.get("akun/2fa") { request, context in try await overview(context) }
        router.post("akun/2fa/mulai") { request, context in try await start(request, context) }
        router.get("akun/2fa/pasang") { request, context in
            try await enrolment(context, app: request.uri.queryParameters["app"].map(String.init) ?? "")
        }
        router.post("akun/2fa/aktifkan") { request, context in try await activate(request, context) }
        router.post("akun/2fa/kode-pemulihan") { request, context in try await renewCodes(request, context) }
    }

    // MARK: Where the account stands

    private func overview(_ context: PortalContext, problem: PageText? = nil) async throws -> Response {
        let account = try await desk.account(context, forActivation: true)
        let demand = try await desk.store.demand(on: account)
        let words = StandingWords(account, pages: desk.pages, context)
        let isProtected = words.state.isProtected
        var values: [String: Any] = ["state": words.text, "canStart": !isProtected]
        if isProtected, account.secret != nil { values["isActive"] = true }
        if let since = words.since { values["since"] = since }
        if case .pending = words.state { values["isPending"] = true }
        if !isProtected, let text = demandText(demand, context) { values["demand"] = text }
        if !isProtected, needsTicket(demand, context) { values["needsTicket"] = true }
        if let recovered = recoveredText(account, context) { values["recovered"] = recovered }
        values["recoveryLeft"] = PageText.recoveryLeft.text(
            in: context.language,
            "n",
            "\(account.recoveryCodes.count)"
        )
        return try await desk.pages.page(
            .twoFactor,
            .twoFactorTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem?.text(in: context.language),
            values: values
        )
    }

    /// What is said to whoever came in with a recovery code, until the authenticator is replaced.
    private func recoveredText(_ account: SecondFactorEntry, _ context: PortalContext) -> String? {
        guard let person = context.session?.value.person, person.recovered != nil else { return nil }
        return RecoveryText.recoveryUsed.text(in: context.language, "n", "\(account.recoveryCodes.count)")
    }

    private func demandText(_ demand: SecondFactorDemand, _ context: PortalContext) -> String? {
        switch demand.requirement(at: .now) {
        case .notDue(let until?), .newcomer(let until):
            // The deadline is the first moment it is too late, so the day before its last one is meant.
            let day = desk.pages.date(until - .seconds(1), context)
            return PageText.activateBy.text(in: context.language, "tanggal", day)
        case .overdue(let since):
            return PageText.overdue.text(in: context.language, "tanggal", desk.pages.date(since, context))
        case .notDue(nil), .exempt: return nil
        }
    }

    private func needsTicket(_ demand: SecondFactorDemand, _ context: PortalContext) -> Bool {
        demand.needsTicket(at: .now) && context.session?.value.person?.hasShownTicket != true
    }

    // MARK: Activation

    private func start(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, _) = try await desk.form(request, context)
        let account = try await desk.account(context, forActivation: true)
        let replaces = form.isTicked("replace")
        if replaces { try desk.requireStepUpOrRecovery(context, thenTo: path) }
        if !replaces, needsTicket(try await desk.store.demand(on: account), context) {
            guard await desk.limiter.allows(client: context.client, account: account.address.text) else {
                throw Detour.tooMany
            }
            guard let typed = form.secret("ticket"), let ticket = ActivationTicket(typed: typed),
                try desk.store.accepts(ticket, for: account)
            else { return try await overview(context, problem: .ticketWrong) }
            await desk.updatePerson(context) { $0.hasShownTicket = true }
        }
        do {
            _ = try await desk.store.beginEnrolment(of: account, replacing: replaces)
        } catch let error as SecondFactorError {
            guard let text = error.pageText else { throw error }
            return try await overview(context, problem: text)
        }
        return .seeOther("/akun/2fa/pasang?app=\(AuthenticatorApp(form.text("app")).rawValue)")
    }

    private func enrolment(
        _ context: PortalContext,
        app name: String,
        problem: String? = nil
    ) async throws -> Response {
        let account = try await desk.account(context, forActivation: true)
        let isProtected = SecondFactorState(account.facts, at: .now).isProtected
        if isProtected { try desk.requireStepUpOrRecovery(context, thenTo: path) }
        // Looking at the page begins nothing: that takes a form.
        guard account.pending != nil else { return .seeOther(path) }
        if !isProtected, needsTicket(try await desk.store.demand(on: account), context) { return .seeOther(path) }
        let enrolment = try await desk.store.beginEnrolment(of: account, replacing: isProtected)
        let app = AuthenticatorApp(name)
        return try await desk.pages.page(
            .enrolment,
            .twoFactorTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem,
            values: [
                "qr": try picture(enrolment, account, context),
                "manualKey": enrolment.secret.manualKey.shownText,
                "app": app.rawValue, "steps": app.steps.text(in: context.language),
            ]
        )
    }

    private func picture(
        _ enrolment: SecondFactorStore.Enrolment,
        _ account: SecondFactorEntry,
        _ context: PortalContext
    ) throws -> String {
        let service = account.place.service
        let issuer = desk.configuration.issuer.map { "\($0) \(service)" } ?? service
        let uri = try enrolment.secret.enrolmentURI(issuer: issuer, account: account.address.text)
        let code = try uri.withBytes { bytes in try QRCode(encoding: bytes) }
        return code.svg(label: PageText.qrLabel.text(in: context.language))
    }

    private func activate(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, _) = try await desk.form(request, context)
        let account = try await desk.account(context, forActivation: true)
        let isProtected = SecondFactorState(account.facts, at: .now).isProtected
        if isProtected { try desk.requireStepUpOrRecovery(context, thenTo: path) }
        if !isProtected, needsTicket(try await desk.store.demand(on: account), context) { return .seeOther(path) }
        guard let code = form.secret("code").flatMap({ OneTimeCode(typed: $0) }) else {
            let text = PageText.codeWrong.text(in: context.language)
            return try await enrolment(context, app: form.text("app"), problem: text)
        }
        do {
            switch try await desk.store.confirmEnrolment(of: account, code: code) {
            case .activated(let codes): return try await activated(codes, context)
            case .wrongCode(let offset):
                let text = ClockHint(offset).text(in: context.language)
                return try await enrolment(context, app: form.text("app"), problem: text)
            }
        } catch let error as SecondFactorError {
            guard let text = error.pageText else { throw error }
            return try await overview(context, problem: text)
        }
    }

    /// Password and code have both been right, so the session is as good as one that began with them; under a new name.
    private func activated(_ codes: [RecoveryCode], _ context: PortalContext) async throws -> Response {
        let person = try desk.person(context).activated(at: .now)
        var context = context
        context.session = try await desk.sessions.begin(.signedIn(person), insteadOf: context.session?.token)
        desk.logger.info("second factor activated", metadata: ["account": "\(person.address)"])
        var response = try await show(codes, context, isActivation: true)
        if let token = context.session?.token { response.setCookie(desk.cookie(token)) }
        return response
    }

    // MARK: Recovery codes

    private func renewCodes(_ request: Request, _ context: PortalContext) async throws -> Response {
        _ = try await desk.form(request, context)
        let account = try await desk.account(context)
        try desk.requireStepUp(context, thenTo: path)
        do {
            return try await show(try await desk.store.renewRecoveryCodes(of: account), context, isActivation: false)
        } catch let error as SecondFactorError {
            guard let text = error.pageText else { throw error }
            return try await overview(context, problem: text)
        }
    }

    private func show(_ codes: [RecoveryCode], _ context: PortalContext, isActivation: Bool) async throws -> Response {
        try await desk.pages.page(
            .recoveryCodes,
            .recoveryTitle,
            context,
            values: ["codes": codes.map { $0.shown.shownText }, "isActivation": isActivation]
        )
    }
}
