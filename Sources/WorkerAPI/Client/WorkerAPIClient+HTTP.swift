internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

extension WorkerAPIClient {
    /// Lives as long as the process. The shared client of the library would try to connect again until the time is over;
    /// where no worker runs, that is to be said at once.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// The largest answer that is read: a list of all accounts there may ever be.
    private static let largestAnswer = 1 << 30

    /// Sends a request and gives the body of a good answer.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        body: Data? = nil,
        patience: Duration? = nil
    ) async throws -> ByteBuffer {
        let answer = try await exchange(method, path, body: body, patience: patience ?? self.patience)
        guard answer.status.code >= 300 else { return answer.body }
        if let problem = try? JSONDecoder().decode(ProblemDetails.self, from: Data(answer.body.readableBytesView)) {
            throw problem
        }
        throw WorkerAPIError(.foreignAnswer, "\(address): answered \(answer.status) to \(path); is it a worker?")
    }

    /// Sends a request and gives the answer, whatever its status.
    func exchange(
        _ method: HTTPMethod,
        _ path: String,
        body: Data? = nil,
        patience: Duration
    ) async throws -> (status: HTTPResponseStatus, body: ByteBuffer) {
        var request = HTTPClientRequest(url: address.url + path)
        request.method = method
        if let token = address.token { request.headers.add(name: "authorization", value: token.authorization) }
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        do {
            let response = try await Self.http.execute(request, timeout: TimeAmount(patience))
            return (response.status, try await response.body.collect(upTo: Self.largestAnswer))
        } catch let error as CancellationError {
            throw error
        } catch {
            throw WorkerAPIError(.unreachable, "no worker answers at \(address): \(error)")
        }
    }
}

extension WorkerAPIAddress {
    fileprivate var url: String {
        switch self {
        case .socket(let path): "http+unix://\(percentEncoded(path))"
        case .loopback(let host, let port, _):
            host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
        }
    }

    fileprivate var token: APIToken? {
        if case .loopback(_, _, let token) = self { token } else { nil }
    }
}

extension WorkerAPIAddress: CustomStringConvertible {
    /// The path, or host and port.
    public var description: String {
        switch self {
        case .socket(let path): path
        case .loopback(let host, let port, _): "\(host):\(port)"
        }
    }
}
