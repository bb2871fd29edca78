internal import DirectoryModel
internal import HTTPTypes
internal import Hummingbird
internal import LDAPClient
internal import LDAPDirectory
internal import Logging
internal import TwoFactor

/// Why a program's request is not looked at (RFC 6750, section 3.1).
enum ClientRefusal: Error, Sendable, Equatable {
    /// It shows no token.
    case missing
    /// It shows something that is no token, or one that is unknown, revoked or over: they are not told apart, but for the last.
    case unknown
    case expired
    /// Too many wrong tokens from this address.
    case tooMany
    /// More requests than one program may make.
    case tooFast(RateStanding)

    var status: HTTPResponse.Status {
        switch self {
        case .tooMany, .tooFast: .tooManyRequests
        case .missing, .unknown, .expired: .unauthorized
        }
    }

    /// What it says to whoever reads the program's log.
    var detail: String {
        switch self {
        case .missing: "show a token: Authorization: Bearer pamong_…"
        case .unknown: "the token is unknown or was revoked"
        case .expired: "the token's time is over: `pamong client token` makes another"
        case .tooMany: "wait a few minutes"
        case .tooFast(let standing): standing.words
        }
    }

    /// The header fields that go with it.
    var headers: HTTPFields {
        switch self {
        case .missing: [.wwwAuthenticate: "Bearer realm=\"pamong\""]
        case .unknown, .expired:
            [.wwwAuthenticate: "Bearer realm=\"pamong\", error=\"invalid_token\", error_description=\"\(describing)\""]
        case .tooMany: [.retryAfter: "600"]
        case .tooFast(let standing): standing.headers
        }
    }

    /// A quoted string may not hold every character of a text (RFC 6750, section 3).
    private var describing: String {
        self == .expired ? "the token has expired" : "the token is unknown or was revoked"
    }
}

extension Desk {
    /// Which program makes this request, by its bearer token. Throws ``ClientRefusal``, and `LDAPError` when the directory
    /// could not be asked. Whoever has shown wrong tokens too often costs the directory nothing more.
    func client(_ request: Request, _ context: PortalContext) async throws -> APIClient {
        guard let header = request.headers[.authorization] else { throw ClientRefusal.missing }
        guard await !limiter.barsTokens(from: context.client) else { throw ClientRefusal.tooMany }
        let client: APIClient
        do {
            client = try await holder(of: header)
        } catch let refusal as ClientRefusal {
            await limiter.noteWrongToken(from: context.client)
            logger.warning("a token was refused", metadata: ["client": "\(context.client)", "why": "\(refusal)"])
            throw refusal
        }
        do {
            try await rates.take(.client(client.name))
        } catch let standing as RateStanding {
            throw ClientRefusal.tooFast(standing)
        }
        return client
    }

    private func holder(of header: String) async throws -> APIClient {
        let words = header.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer",
            let token = ClientToken(SecretBytes(words[1].utf8)),
            let (client, stored) = try await clients.holder(of: token)
        else { throw ClientRefusal.unknown }
        guard Timestamp.now < stored.expires else { throw ClientRefusal.expired }
        return client
    }

    /// Lends a connection on which everything is done with a program's own rights (RFC 4370).
    func acting<Value: Sendable>(
        as client: APIClient,
        _ body: @Sendable (LDAPConnection) async throws -> Value
    ) async throws -> Value {
        try await clients.acting(as: client.dn, body)
    }
}
