internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
public import SyncEngine

/// Asks a running worker, for the command line and the portal.
///
/// Every method throws ``ProblemDetails`` for what the worker refused, and ``WorkerAPIError``: `unreachable` when nobody
/// answers, `foreignAnswer` when the answer cannot be read.
public struct WorkerAPIClient: Sendable {
    let address: WorkerAPIAddress
    /// How long an answer is waited for. Audits have time of their own.
    public var patience: Duration = .seconds(60)

    /// Knows where the worker is; connects only when asked something.
    public init(_ address: WorkerAPIAddress) {
        self.address = address
    }

    /// Whether a worker answers. Where none listens that is known at once; one on a busy machine is given time, or a command
    /// would go on as if there were none.
    public var isReachable: Bool {
        get async {
            do {
                _ = try await send(.GET, "/healthz", patience: .seconds(10))
                return true
            } catch {
                return false
            }
        }
    }

    /// Where the worker stands.
    public func status() async throws -> StatusReport {
        try await get("/v1/status")
    }

    /// Whether the worker is in sync, and why not.
    public func readiness() async throws -> Readiness {
        try decode(Readiness.self, try await exchange(.GET, "/readyz", patience: .seconds(10)).body)
    }

    /// The metrics in Prometheus text format.
    public func metrics() async throws -> String {
        String(buffer: try await send(.GET, "/metrics"))
    }

    /// The held batches in one state, or all, the newest first.
    public func holds(state: HoldSummary.State? = nil) async throws -> [HoldSummary] {
        try await get("/v1/holds", ["state": state?.rawValue])
    }

    /// A held batch with its list.
    public func hold(_ id: Int64) async throws -> HoldDetail {
        try await get("/v1/holds/\(id)")
    }

    /// A held batch with these places of its list, from 0.
    public func hold(_ id: Int64, part: Range<Int>) async throws -> HoldDetail {
        try await get("/v1/holds/\(id)", ["offset": "\(part.lowerBound)", "limit": "\(part.count)"])
    }

    /// Lets exactly the list go that `decision` names.
    public func release(hold id: Int64, _ decision: DecisionRequest) async throws -> HoldSummary {
        try await post("/v1/holds/\(id)/release", decision)
    }

    /// Refuses exactly the list that `decision` names.
    public func reject(hold id: Int64, _ decision: DecisionRequest) async throws -> HoldSummary {
        try await post("/v1/holds/\(id)/reject", decision)
    }

    /// Every quarantined entry, the oldest first.
    public func quarantine() async throws -> [QuarantineItem] {
        try await get("/v1/quarantine")
    }

    /// These places, from 0, of the quarantined entries of a service and tenant; without them, of all.
    public func quarantine(
        service: String? = nil,
        tenant: String? = nil,
        part: Range<Int>
    ) async throws -> QuarantinePage {
        try await get(
            "/v1/quarantine/page",
            ["service": service, "tenant": tenant, "offset": "\(part.lowerBound)", "limit": "\(part.count)"]
        )
    }

    /// Accounts with work in one state, or in any; of one service and tenant, or of any.
    public func work(
        state: WorkList.State? = nil,
        service: String? = nil,
        tenant: String? = nil,
        limit: Int? = nil
    ) async throws -> WorkList {
        try await get(
            "/v1/work",
            ["state": state?.rawValue, "service": service, "tenant": tenant, "limit": limit.map(String.init)]
        )
    }

    /// Makes everything that was set aside due again; answers how much.
    public func retry() async throws -> Int {
        try decode(RetryAnswer.self, try await send(.POST, "/v1/retry")).retried
    }

    /// Compares everything, and mends what differs when told so; answers when all is compared, which may take minutes.
    public func audit(repair: Bool) async throws -> Audit.Findings {
        try await post("/v1/audit", AuditRequest(repair: repair), patience: .seconds(3600))
    }
}

extension WorkerAPIClient {
    func get<Value: Decodable>(_ path: String, _ query: KeyValuePairs<String, String?> = [:]) async throws -> Value {
        try decode(Value.self, try await send(.GET, path + Self.query(query)))
    }

    private func post<Value: Decodable>(_ path: String, _ body: some Encodable, patience: Duration? = nil)
        async throws
        -> Value
    {
        try decode(Value.self, try await send(.POST, path, body: try JSONEncoder().encode(body), patience: patience))
    }

    func decode<Value: Decodable>(_ type: Value.Type, _ body: ByteBuffer) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(body.readableBytesView))
        } catch let error as DecodingError {
            throw WorkerAPIError(
                .foreignAnswer,
                "the worker's answer cannot be read; is it of the same version? (\(error))"
            )
        }
    }

    /// Only what is allowed in a query stays as it is (RFC 3986 section 2.3), `+` in particular does not.
    private static func query(_ parameters: KeyValuePairs<String, String?>) -> String {
        let pairs = parameters.compactMap { name, value in value.map { "\(name)=\(percentEncoded($0))" } }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}

/// Everything but unreserved characters, percent-encoded (RFC 3986 section 2).
func percentEncoded(_ text: String) -> String {
    let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
}
