internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import LDAPDirectory
internal import Logging
internal import TwoFactor

/// `POST /api/v1/sessions`: webmail hands over what a person typed and gets a ticket, which the gate takes as the password of
/// mail protocols until it expires. So a code is asked for once, however often webmail logs in.
///
/// Asked with a form (`address`, `password`, and `code` where there is a second factor), as OAuth's token endpoint is
/// (RFC 6749, section 4.3.2): a form is read without a copy that could not be wiped. Webmail's own address belongs to the
/// trusted proxies, and it says in `X-Forwarded-For` for whom it asks, so that attempts are counted for people.
struct SessionTicketRoutes: Sendable {
    let desk: Desk

    /// How long a ticket is good: a working day, and the session of webmail ends with it.
    static let lifetime: Duration = .seconds(8 * 3600)

    /// What webmail is answered.
    private struct Issued: Encodable {
        let ticket: String
        let account: String
        let expires: String
    }

    func add(to router: Router<PortalContext>) {
        router.post("api/v1/sessions") { request, context in
            do {
                return try await issue(request, context)
            } catch let error as LDAPError {
                desk.logger.error("logins cannot be judged", metadata: ["code": "\(error.code.rawValue)"])
                throw APIProblem(
                    .unavailable,
                    "this says nothing about the password; try again later",
                    headers: [.retryAfter: "30"]
                )
            }
        }
    }

    private func issue(_ request: Request, _ context: PortalContext) async throws -> Response {
        let begun = ContinuousClock.now
        let (address, form, password) = try await Self.read(request)
        guard await desk.limiter.allows(client: context.client, account: address.text) else { throw Detour.tooMany }
        let secret = form.secret("code").map { password.followed(by: $0) } ?? password
        guard form.secret("code").map({ OneTimeCode(typed: $0) != nil }) ?? true,
            try await desk.gate.accepts(address, secret, for: .web),
            let account = try await desk.accountIfAny(address)
        else {
            try await Task.sleep(until: begun + desk.configuration.limits.leastAnswerTime)
            throw APIProblem(.refused, "it is not said which of them was wrong")
        }
        return try ticket(for: account)
    }

    private static func read(_ request: Request) async throws -> (MailAddress, FormFields, SecretBytes) {
        let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased()
        guard type?.filter({ !$0.isWhitespace }) == "application/x-www-form-urlencoded" else {
            throw APIProblem(
                .unsupportedMediaType,
                "send a form: Content-Type: application/x-www-form-urlencoded",
                headers: [.accept: "application/x-www-form-urlencoded"]
            )
        }
        var request = request
        let form = try FormFields(try await request.collectBody(upTo: FormFields.greatestLength))
        guard let address = MailAddress(form.text("address")) else {
            throw APIProblem(parameter: "address", "not a mail address", how: "give the account's address")
        }
        guard let password = form.secret("password") else {
            throw APIProblem(parameter: "password", "missing", how: "give what the person typed")
        }
        return (address, form, password)
    }

    private func ticket(for account: SecondFactorEntry) throws -> Response {
        let now = Timestamp(microseconds: Timestamp.now.unixSeconds * 1_000_000)
        let ticket = try desk.store.issueSessionTicket(for: account, lifetime: Self.lifetime, now: now)
        let issued = Issued(
            ticket: ticket.shownText,
            account: account.address.text,
            expires: (now + Self.lifetime).rfc3339
        )
        return try .json(issued, status: .created, type: "application/json")
    }
}
