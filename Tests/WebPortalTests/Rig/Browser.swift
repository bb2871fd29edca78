import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LocalStack
import NIOCore
import Testing

/// A page as a browser has it.
struct Page: Sendable {
    let status: Int
    let path: String
    let text: String
    let headers: HTTPFields
    /// The cookies this very answer set, as they were sent.
    let cookies: [String]

    /// What the first capture of a pattern finds.
    func first(_ pattern: String) -> String? {
        guard let expression = try? Regex(pattern), let match = text.firstMatch(of: expression),
            match.output.count > 1, let range = match.output[1].range
        else { return nil }
        return String(text[range])
    }

    var formToken: String { first("name=\"token\" value=\"([^\"]+)\"") ?? "" }
    var title: String { first("<h1>([^<]*)</h1>") ?? "" }
    var problem: String { first("<p id=\"problem-text\">([^<]*)</p>") ?? "" }
}

/// As much of a browser as forms need: cookies, redirects, the last page's token.
actor Browser {
    nonisolated let client: any TestClientProtocol
    private(set) var cookies: [String: String] = [:]
    private(set) var last: Page?

    init(_ client: any TestClientProtocol) { self.client = client }

    /// A browser of somebody else at the same portal.
    nonisolated func stranger() -> Browser { Browser(client) }

    @discardableResult
    func get(_ path: String) async throws -> Page { try await follow(try await send(path, .get)) }

    /// Sends a form with the last page's token, and follows where it leads.
    @discardableResult
    func post(_ path: String, _ fields: [String: String], token: String? = nil) async throws -> Page {
        try await follow(try await postOnce(path, fields, token: token))
    }

    /// The same without following.
    func postOnce(_ path: String, _ fields: [String: String], token: String? = nil) async throws -> Page {
        var fields = fields
        fields["token"] = token ?? last?.formToken ?? ""
        let allowed = CharacterSet.alphanumerics
        let body = fields.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
        }.joined(separator: "&")
        return try await send(path, .post, ByteBuffer(string: body), "application/x-www-form-urlencoded")
    }

    /// Sends a body of any kind, and follows where it leads.
    func post(_ path: String, body: ByteBuffer, contentType: String) async throws -> Page {
        try await follow(try await send(path, .post, body, contentType))
    }

    func setCookie(_ name: String, _ value: String) { cookies[name] = value }

    private func follow(_ page: Page) async throws -> Page {
        var page = page
        for _ in 0..<5 {
            guard page.status == 303, let next = page.headers[.location] else { break }
            page = try await send(next, .get)
        }
        last = page
        return page
    }

    private func send(
        _ path: String,
        _ method: HTTPRequest.Method,
        _ body: ByteBuffer? = nil,
        _ contentType: String? = nil
    ) async throws -> Page {
        var headers: HTTPFields = [:]
        if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0)=\($1)" }.joined(separator: "; ") }
        if let contentType { headers[.contentType] = contentType }
        let response = try await client.executeRequest(
            uri: path,
            method: method,
            headers: headers,
            body: body
        )
        let set = response.headers[values: .setCookie]
        for cookie in set {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { cookies[pair[0]] = pair[1] }
        }
        return Page(
            status: response.status.code,
            path: path,
            text: String(buffer: response.body),
            headers: response.headers,
            cookies: set
        )
    }
}

extension Browser {
    /// Opens the sign-in page and sends address and password.
    @discardableResult
    func signIn(_ address: String, _ password: String) async throws -> Page {
        try await get("/masuk")
        return try await post("/masuk", ["address": address, "password": password])
    }

    /// Sets a second factor up as a person does: by the page's key and codes of `oathtool`. Answers the key.
    func activate() async throws -> String {
        try await timeLeftInStep()
        try await get("/akun/2fa")
        let page = try await post("/akun/2fa/mulai", ["app": "microsoft"])
        let key = try #require(page.first("<code class=\"key\">([A-Z2-7 ]+)</code>"), "\(page.text)")
            .replacing(" ", with: "")
        let code = try await oneTimeCode(key, steps: -1)
        let done = try await post("/akun/2fa/aktifkan", ["code": code])
        #expect(done.status == 200 && done.text.contains("class=\"codes\""), "\(done.text)")
        return key
    }
}

/// Waits until a time step of 30 seconds has a while to go: the code before the present one, which an activation uses up so
/// that two more are left for sign-ins, is then good until it is looked at.
func timeLeftInStep() async throws {
    while Int(Date().timeIntervalSince1970) % 30 >= 20 { try await Task.sleep(for: .milliseconds(100)) }
}

/// A code as an app shows it, some steps of 30 seconds from now; by a program that knows nothing of us.
func oneTimeCode(_ key: String, steps: Int = 0) async throws -> String {
    let moment = Int(Date().timeIntervalSince1970) + steps * 30
    let command = ShortCommand(
        "/usr/bin/oathtool",
        ["--totp=sha1", "--base32", "--digits=6", "--now=@\(moment)", "-"],
        input: Data((key + "\n").utf8)
    )
    return try await command.run().trimmingCharacters(in: .whitespacesAndNewlines)
}
