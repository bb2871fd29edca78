internal import DirectoryModel
internal import Foundation
internal import Hummingbird
internal import LDAPClient
internal import Logging
internal import TenantOnboarding

/// What the pages about tenants have in common.
struct TenantDesk: Sendable {
    let desk: Desk

    /// Lends tenants as an administrator may see and write them.
    func tenants<Value: Sendable>(
        as administrator: Administrator,
        _ body: @Sendable (TenantDirectory) async throws -> Value
    ) async throws -> Value {
        try await desk.acting(as: administrator) { connection in
            try await body(TenantDirectory(connection, suffix: desk.configuration.suffix))
        }
    }

    /// One that this person may see, with everything. Throws ``Detour/notFound`` for any other.
    func tenant(_ place: TenantPlace, _ administrator: Administrator) async throws -> JoiningTenant {
        guard administrator.sees(place.name) else { throw Detour.notFound }
        let found = try await tenants(as: administrator) { directory in
            try await directory.tenant(at: directory.name(of: place.name.tenant, service: place.name.service))
        }
        guard let found else { throw Detour.notFound }
        return found
    }

    /// Only Admin Pusat. For everybody else the page does not exist.
    func headOffice(_ context: PortalContext) async throws -> Administrator {
        let administrator = try await desk.administrator(context)
        guard administrator.isHeadOffice else { throw Detour.notFound }
        return administrator
    }

    /// Says on the next page what was done, and keeps it in the log.
    func done(
        _ what: any WordTable,
        _ administrator: Administrator,
        _ tenant: String,
        session: String,
        thenTo path: String
    ) async -> Response {
        desk.logger.info(
            "tenant changed",
            metadata: ["account": "\(administrator.address)", "tenant": "\(tenant)", "what": "\(what.rawValue)"]
        )
        await desk.sessions.update(session) { $0.notice = what }
        return .seeOther(path)
    }

    /// A page of the administrators', also as the answer to a form; then `path` is what is asked for again when the language is
    /// switched.
    func page(
        _ name: PageName,
        _ title: any WordTable,
        _ context: PortalContext,
        path: String,
        refusal: Refusal? = nil,
        values: sending [String: Any]
    ) async throws -> Response {
        var values = values
        values["path"] = path
        values["isAdministration"] = true
        if let refusal { values["wrong_\(refusal.field)"] = true }
        return try await desk.pages.page(
            name,
            titled: title,
            context,
            status: refusal?.status ?? .ok,
            problem: refusal?.text(in: context.language),
            values: values
        )
    }
}

/// Why a form was not accepted, with the field that is wrong.
struct Refusal: Error, Sendable {
    let reason: any WordTable
    var field = ""
    var blank: (name: String, value: String)?
    var status = HTTPResponse.Status.unprocessableContent

    init(_ reason: any WordTable, field: String = "", _ blank: (name: String, value: String)? = nil) {
        (self.reason, self.field, self.blank) = (reason, field, blank)
    }

    /// What the directory or the rules of joining said, in the reader's language. Throws what is no affair of a form:
    /// ``Detour/notFound``, and `LDAPError` for what the person may not do.
    init(_ error: OnboardingError, taken: any WordTable, invalid: any WordTable, field: String = "") throws {
        switch error.code {
        case .noSuchTenant: throw Detour.notFound
        case .notAllowed: throw LDAPError(.insufficientAccessRights, "\(error)")
        case .taken: self.init(taken, field: field)
        case .invalid: self.init(invalid, field: field)
        case .mxNotRight: self.init(JoiningText.joiningMxNotRight)
        case .outOfOrder, .conflict:
            self.init(AdministrationText.conflict)
            status = .conflict
        default: throw error
        }
    }

    func text(in language: Language) -> String {
        guard let blank else { return reason.text(in: language) }
        return reason.text(in: language, blank.name, blank.value)
    }
}

extension PageRenderer {
    /// A day with the time: "26 Januari 2026 14.05".
    func moment(_ time: Timestamp, _ context: PortalContext, _ zone: TimeZone) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents(
            [.hour, .minute],
            from: Date(timeIntervalSince1970: Double(time.unixSeconds))
        )
        let minute = (parts.minute ?? 0) < 10 ? "0\(parts.minute ?? 0)" : "\(parts.minute ?? 0)"
        let separator = context.language == .indonesian ? "." : ":"
        return "\(date(time, context)) \(parts.hour ?? 0)\(separator)\(minute)"
    }
}

extension TenantDesk {
    func moment(_ time: Timestamp, _ context: PortalContext) -> String {
        desk.pages.moment(time, context, desk.configuration.timeZone)
    }

    /// Who a name in the directory is to people: an account's address, or the name itself.
    static func person(_ name: String) -> String {
        guard let dn = try? DistinguishedName(name), dn.rdn?.type == "mail" else { return name }
        return dn.rdn?.value ?? name
    }
}
