import AsyncHTTPClient
import Foundation
import LocalStack
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// A session with a browser by way of its driver (W3C WebDriver).
struct WebDriver: Sendable {
    private let session: String

    /// Begins a session with a browser that runs already and listens for its driver.
    init(driverPort: UInt16, browserPort: UInt16) async throws {
        let options: JSON = ["debuggerAddress": .text("127.0.0.1:\(browserPort)")]
        let begun = try await Self.exchange(
            "http://127.0.0.1:\(driverPort)/session",
            .POST,
            ["capabilities": ["alwaysMatch": ["goog:chromeOptions": options]]]
        )
        guard let id = begun["sessionId"].text else { throw LocalStackError("the driver gives no session: \(begun)") }
        session = "http://127.0.0.1:\(driverPort)/session/\(id)"
    }

    @discardableResult
    func post(_ command: String, _ body: JSON = [:]) async throws -> JSON {
        try await Self.exchange("\(session)/\(command)", .POST, body)
    }

    func get(_ command: String) async throws -> JSON {
        try await Self.exchange("\(session)/\(command)", .GET, nil)
    }

    func delete(_ command: String) async throws {
        _ = try await Self.exchange("\(session)/\(command)", .DELETE, nil)
    }

    /// A command of the browser's own protocol.
    @discardableResult
    func developerTools(_ command: String, _ parameters: JSON = [:]) async throws -> JSON {
        try await post("goog/cdp/execute", ["cmd": .text(command), "params": parameters])
    }

    /// Runs a script in the page, and answers what it returns.
    @discardableResult
    func run(_ script: String, _ arguments: [JSON] = []) async throws -> JSON {
        try await post("execute/sync", ["script": .text(script), "args": .list(arguments)])
    }

    /// Whether the driver itself is there.
    static func isReady(_ port: UInt16) async -> Bool {
        let status = try? await exchange("http://127.0.0.1:\(port)/status", .GET, nil)
        return status?["ready"].bool == true
    }

    private static func exchange(_ url: String, _ method: HTTPMethod, _ body: JSON?) async throws -> JSON {
        var request = HTTPClientRequest(url: url)
        request.method = method
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(data: try JSONEncoder().encode(body)))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        let answer = try await response.body.collect(upTo: 64 << 20)
        let value = try JSONDecoder().decode(JSON.self, from: Data(buffer: answer))["value"]
        guard response.status == .ok else { throw WebDriverError(value) }
        return value
    }
}

/// What the driver could not do.
struct WebDriverError: Error, CustomStringConvertible {
    let code: String
    let message: String

    init(_ value: JSON) {
        code = value["error"].text ?? "unknown error"
        message = value["message"].text ?? ""
    }

    var description: String { "\(code): \(message.prefix { $0 != "\n" })" }
}
