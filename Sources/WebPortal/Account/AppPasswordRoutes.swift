internal import DirectoryModel
internal import Hummingbird
internal import LDAPDirectory
internal import Logging
internal import TwoFactor

/// `/akun/sandi-aplikasi`: passwords for mail programs, which cannot ask for a code.
struct AppPasswordRoutes: Sendable {
    let desk: Desk
    private let path = "/akun/sandi-aplikasi"

    func add(to router: Router<PortalContext>) {
        router.get("akun/sandi-aplikasi") { request, context in try await list(context) }
        router.post("akun/sandi-aplikasi") { request, context in try await make(request, context) }
        router.post("akun/sandi-aplikasi/cabut") { request, context in try await revoke(request, context) }
    }

    private func list(_ context: PortalContext, problem: PageText? = nil) async throws -> Response {
        let account = try await desk.account(context)
        let rows: [[String: Any]] = account.storedAppPasswords.map { password in
            [
                "id": password.id, "label": password.label,
                "protocols": password.protocols.map { $0.rawValue.uppercased() }.sorted().joined(separator: ", "),
                "created": desk.pages.date(password.created, context),
                "expires": desk.pages.date(password.expires, context),
                "lastUsed": password.lastUsed.map { desk.pages.date($0, context) }
                    ?? PageText.never.text(in: context.language),
            ]
        }
        var values: [String: Any] = ["passwords": rows]
        if !rows.isEmpty { values["hasPasswords"] = true }
        if account.secret != nil, account.since != nil { values["isActive"] = true }
        return try await desk.pages.page(
            .appPasswords,
            .appPasswordsTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem?.text(in: context.language),
            values: values
        )
    }

    private func make(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, _) = try await desk.form(request, context)
        let account = try await desk.account(context)
        try desk.requireStepUp(context, thenTo: path)
        let label = form.text("label")
        var protocols: Set<LoginProtocol> = []
        if form.isTicked("mail") { protocols.formUnion([.imap, .smtp, .submission]) }
        if form.isTicked("pop") { protocols.formUnion([.pop3, .smtp, .submission]) }
        if form.isTicked("filters") { protocols.insert(.sieve) }
        guard !label.isEmpty, !protocols.isEmpty else { return try await list(context, problem: .appPasswordWrong) }
        do {
            let made = try await desk.store.addAppPassword(to: account, label: label, protocols: protocols)
            desk.logger.info(
                "app password made",
                metadata: ["account": "\(account.address)", "id": "\(made.stored.id)"]
            )
            return try await desk.pages.page(
                .appPasswordMade,
                .appPasswordsTitle,
                context,
                values: ["label": label, "secret": made.password.shown.shownText]
            )
        } catch let error as TwoFactorError where error.code == .invalidArgument {
            return try await list(context, problem: .appPasswordWrong)
        } catch let error as SecondFactorError {
            guard let text = error.pageText else { throw error }
            return try await list(context, problem: text)
        }
    }

    private func revoke(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        let account = try await desk.account(context)
        do {
            let revoked = try await desk.store.revokeAppPassword(form.text("id"), of: account)
            desk.logger.info(
                "app password revoked",
                metadata: ["account": "\(account.address)", "id": "\(revoked.id)"]
            )
        } catch let error as SecondFactorError {
            guard let text = error.pageText else { throw error }
            return try await list(context, problem: text)
        }
        // All sessions have ended by that; the one it was done in is the exception, for it is the person's own.
        let now = Timestamp.now + .seconds(1)
        await desk.updatePerson(context) { $0.validSince = now }
        await desk.sessions.update(session) { $0.notice = PageText.appPasswordRevoked }
        return .seeOther(path)
    }
}
