internal import DirectoryModel
internal import Hummingbird
internal import Mustache
internal import NIOCore

/// Makes answers of templates.
struct PageRenderer: Sendable {
    private let library: MustacheLibrary
    private let texts: [Language: [String: String]]
    private let configuration: PortalConfiguration
    let sessions: SessionStore

    init(_ configuration: PortalConfiguration, _ sessions: SessionStore) throws {
        library = try .pages()
        self.configuration = configuration
        self.sessions = sessions
        texts = Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0, WordTables.texts(in: $0)) })
    }

    /// A page in the language asked for.
    func page(
        _ name: PageName,
        _ title: PageText,
        _ context: PortalContext,
        status: HTTPResponse.Status = .ok,
        problem: String? = nil,
        values: sending [String: Any] = [:]
    ) async throws -> Response {
        try await page(name, titled: title, context, status: status, problem: problem, values: values)
    }

    /// The same with a title from any table. `values` may hold a `title` of its own, such as an account's address.
    func page(
        _ name: PageName,
        titled title: any WordTable,
        _ context: PortalContext,
        status: HTTPResponse.Status = .ok,
        problem: String? = nil,
        values: sending [String: Any] = [:]
    ) async throws -> Response {
        var notice: (any WordTable)?
        if let session = context.session { notice = await sessions.takeNotice(session.token) }
        return try html(name, title, context, status, problem, notice, values)
    }

    private func html(
        _ name: PageName,
        _ title: any WordTable,
        _ context: PortalContext,
        _ status: HTTPResponse.Status,
        _ problem: String?,
        _ notice: (any WordTable)?,
        _ values: [String: Any]
    ) throws -> Response {
        let common = commonValues(title, context, problem, notice)
        guard let text = library.render(common.merging(values) { $1 }, withTemplate: name.template) else {
            throw Detour.badRequest
        }
        return Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    private func commonValues(
        _ title: any WordTable,
        _ context: PortalContext,
        _ problem: String?,
        _ notice: (any WordTable)?
    ) -> [String: Any] {
        let language = context.language
        var values: [String: Any] = [
            "t": texts[language] ?? [:], "title": title.text(in: language), "language": language.rawValue,
            "otherLanguage": language.other.rawValue, "otherLanguageName": language.other.name,
            "helpDesk": configuration.helpDesk, "path": context.path,
        ]
        if let problem { values["problem"] = problem }
        if let notice { values["notice"] = notice.text(in: language) }
        if let session = context.session?.value {
            values["formToken"] = session.formToken
            if let person = session.person {
                values["signedIn"] = true
                values["signedInAddress"] = person.address.text
                values["hasMenu"] = !person.isForActivationOnly
                values["isAdministrator"] = person.administers
                values["isAdministration"] = person.administers && context.path.hasPrefix("/admin")
            }
        }
        return values
    }

    func date(_ time: Timestamp, _ context: PortalContext) -> String {
        PageDate(timeZone: configuration.timeZone, language: context.language).text(time)
    }

    func dateAndTime(_ time: Timestamp, _ context: PortalContext) -> String {
        PageDate(timeZone: configuration.timeZone, language: context.language).textWithTime(time)
    }
}

extension Response {
    /// After a form: the browser asks for the next page anew, and reloading it sends nothing twice (RFC 9110, section 15.4.4).
    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
