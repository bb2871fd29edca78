internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// Asks the doveadm HTTP API something harmless.
struct DoveadmProbe: Sendable {
    /// How Dovecot answered.
    enum Answer: Sendable, Hashable {
        /// The body of a good answer.
        case body(String)
        /// The key is wrong.
        case unauthorized
        /// Another status.
        case status(UInt)
        /// No answer.
        case silence(String)
    }

    let endpoint: String
    let key: String

    /// Reads the key: the first line of the file.
    init(endpoint: String, keyFile: String) throws {
        self.endpoint = endpoint
        let text = try String(contentsOfFile: keyFile, encoding: .utf8)
        key = String(text.prefix { !$0.isNewline })
    }

    /// Posts a list of commands.
    func post(_ commands: String) async -> Answer {
        var request = HTTPClientRequest(url: endpoint)
        request.method = .POST
        request.headers.add(name: "authorization", value: "X-Dovecot-API \(Data(key.utf8).base64EncodedString())")
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: commands))
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            switch response.status {
            case .ok: return .body(String(buffer: try await response.body.collect(upTo: 1 << 20)))
            case .unauthorized, .forbidden: return .unauthorized
            default: return .status(response.status.code)
            }
        } catch {
            return .silence("\(error)")
        }
    }

    /// The home Dovecot gives a name when the worker asks; `nil` when it gives none.
    func home(of name: String) async -> String? {
        guard case .body(let text) = await post(#"[["user",{"userMask":["\#(name)"]},"t"]]"#) else { return nil }
        return Self.home(of: name, inReply: Data(text.utf8))
    }

    /// Finds the home in `[["doveadmResponse",{"<name>":{…,"home":"…"}},"t"]]`.
    static func home(of name: String, inReply reply: Data) -> String? {
        let items = try? JSONSerialization.jsonObject(with: reply) as? [[Any]]
        guard let item = items?.first, item.count > 1, let users = item[1] as? [String: Any] else { return nil }
        return (users[name] as? [String: Any])?["home"] as? String
    }
}
