import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// Requests to a web server on this machine, as browsers send them.
struct HTTPLoad: Sendable {
    let port: Int

    /// Enough connections for a thousand people at once.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_200
        configuration.timeout.connect = .seconds(60)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// What came back.
    struct Answer {
        let status: Int
        let text: String
        let location: String?
        let cookies: [String]
    }

    func send(
        _ method: HTTPMethod,
        _ path: String,
        cookie: String = "",
        from address: String = "198.51.100.1",
        form: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.headers.add(name: "x-forwarded-for", value: address)
        if !cookie.isEmpty { request.headers.add(name: "cookie", value: cookie) }
        if let form {
            request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: form))
        }
        let response = try await Self.client.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 16 << 20)
        return Answer(
            status: Int(response.status.code),
            text: String(buffer: body),
            location: response.headers.first(name: "location"),
            cookies: response.headers["set-cookie"].map { String($0.prefix { $0 != ";" }) }
        )
    }

    func isReady() async -> Bool {
        (try? await send(.GET, "/readyz").status) == 200
    }

    /// Asks for pages at a steady rate, whether the ones before were answered or not, and says how long each took from the
    /// moment it was due. Throws when one of them is not answered as it should be.
    func steady(_ paths: [String], cookie: String, perSecond rate: Int, for seconds: Int) async throws -> [Duration] {
        let begun = ContinuousClock.now
        return try await withThrowingTaskGroup(of: Duration.self) { group in
            for number in 0..<(rate * seconds) {
                let due = begun + .microseconds(number * 1_000_000 / rate)
                let path = paths[number % paths.count]
                group.addTask {
                    try await Task.sleep(until: due)
                    let answer = try await send(.GET, path, cookie: cookie)
                    guard answer.status == 200 else { throw BenchmarkFailure("\(path) was answered \(answer.status)") }
                    return ContinuousClock.now - due
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}

/// Somebody at a browser: cookies, and the last form's token.
struct WebVisitor {
    let load: HTTPLoad
    let address: String
    private var cookies: [String: String] = [:]
    /// What the last form that was shown must be sent with.
    private(set) var token = ""

    init(_ load: HTTPLoad, address: String) { (self.load, self.address) = (load, address) }

    var cookie: String { cookies.map { "\($0)=\($1)" }.joined(separator: "; ") }

    @discardableResult
    mutating func get(_ path: String) async throws -> HTTPLoad.Answer {
        let answer = try await load.send(.GET, path, cookie: cookie, from: address)
        keep(answer)
        return answer
    }

    /// Sends a form and goes where it leads.
    @discardableResult
    mutating func post(_ path: String, _ fields: [String: String]) async throws -> HTTPLoad.Answer {
        let form = fields.merging(["token": token]) { $1 }.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }.joined(separator: "&")
        let answer = try await load.send(.POST, path, cookie: cookie, from: address, form: form)
        keep(answer)
        guard answer.status == 303, let next = answer.location else { return answer }
        return try await get(next)
    }

    /// Signs in; throws when that does not lead to a page of somebody who has.
    mutating func signIn(_ person: String, _ password: String) async throws {
        try await get("/masuk")
        let answer = try await post("/masuk", ["address": person, "password": password])
        guard answer.status == 200, answer.text.contains(person) else {
            throw BenchmarkFailure("\(person) could not sign in: \(answer.status)")
        }
    }

    private mutating func keep(_ answer: HTTPLoad.Answer) {
        for pair in answer.cookies.map({ $0.split(separator: "=", maxSplits: 1).map(String.init) })
        where pair.count == 2 {
            cookies[pair[0]] = pair[1]
        }
        if let found = answer.text.firstMatch(of: /name="token" value="([^"]+)"/) { token = String(found.1) }
    }
}
