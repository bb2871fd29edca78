/// A running content sync (RFC 4533): the messages of a provider, in batches and in order.
///
/// It has a connection of its own, so that nothing else can disturb it and so that reading goes on while the
/// consumer works on the last batch. A batch holds what is there, up to the request's limit; after the refresh it is
/// never waited for to fill, during the refresh for a millisecond at most. A slow consumer holds back the provider by TCP, not by memory.
///
/// The sequence ends only when the provider ends the session with success. A lost connection, any other result
/// (`.sizeLimitExceeded`, `.timeLimitExceeded`, `.adminLimitExceeded`, `.noSuchObject`, `.invalidCredentials`,
/// `.insufficientAccessRights`, `.unwillingToPerform`, `.syncRefreshRequired`, …) and a message that cannot be
/// understood (`.decodingError`) are thrown as `LDAPError`: what was read until then is a part, never the whole.
public struct ContentSyncSession: AsyncSequence, Sendable {
    private let connection: LDAPConnection
    private let channel: BatchChannel<ContentSyncMessage>

    /// Connects, binds and starts to follow. Throws `LDAPError` when that fails; the provider's refusal of the
    /// request itself shows when the messages are read.
    public static func start(
        _ configuration: LDAPConfiguration,
        _ request: ContentSyncRequest
    ) async throws -> ContentSyncSession {
        let connection = try await LDAPConnection.connect(configuration)
        let channel = try await connection.stream(
            request.search,
            ContentSyncDecoder(),
            batchLimit: request.batchLimit,
            bufferLimit: request.bufferLimit
        )
        return ContentSyncSession(connection: connection, channel: channel)
    }

    /// Follows for the duration of the closure and closes the connection afterwards, whatever happens.
    @discardableResult
    public static func withSession<Result>(
        _ configuration: LDAPConfiguration,
        _ request: ContentSyncRequest,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (ContentSyncSession) async throws -> Result
    ) async throws -> Result {
        let session = try await start(configuration, request)
        do {
            let result = try await body(session)
            await session.close()
            return result
        } catch {
            await session.close()
            throw error
        }
    }

    /// Stops following and closes the connection; who still reads gets `.serverDown`.
    public func close() async {
        await connection.close()
    }

    /// Reads the messages; there can be one reader only.
    public func makeAsyncIterator() -> Iterator { Iterator(connection: connection, channel: channel) }

    /// Reads the batches of a session.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        // Held so that the connection lives as long as somebody reads.
        let connection: LDAPConnection
        let channel: BatchChannel<ContentSyncMessage>

        /// The next batch, never empty; `nil` only when the provider ended the session with success.
        public mutating func next() async throws -> [ContentSyncMessage]? {
            try await channel.next()
        }
    }
}
