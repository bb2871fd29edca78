internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// As much of a browser as the demonstration needs: one cookie, forms, and where they lead.
actor PortalVisitor {
    private let base: String
    private var cookie: String?

    init(_ base: String) { self.base = base }

    /// A page's text.
    func get(_ path: String) async throws -> String {
        try await follow(try await send(.GET, path))
    }

    /// Signs in by the form, with a password alone, and gives the page it leads to.
    func signIn(_ address: String, _ password: String) async throws -> String {
        let form = try await get("/masuk")
        guard let token = form.firstMatch(of: /name="token" value="([^"]+)"/) else {
            throw DemonstrationFailure("the sign-in page has a form", found: form)
        }
        let fields = [("token", String(token.1)), ("address", address), ("password", password)]
        let body = fields.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
        return try await follow(try await send(.POST, "/masuk", body))
    }

    private func follow(_ response: HTTPClientResponse) async throws -> String {
        var response = response
        for _ in 0..<5 {
            guard (300..<400).contains(response.status.code), let next = response.headers.first(name: "location") else {
                break
            }
            response = try await send(.GET, next)
        }
        return String(buffer: try await response.body.collect(upTo: 4 << 20))
    }

    private func send(_ method: HTTPMethod, _ path: String, _ body: String? = nil) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        if let cookie { request.headers.add(name: "cookie", value: cookie) }
        if let body {
            request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await Self.http.execute(request, timeout: .seconds(60))
        for set in response.headers["set-cookie"] where set.hasPrefix("pamong=") {
            cookie = String(set.prefix { $0 != ";" })
        }
        return response
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
