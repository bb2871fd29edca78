internal import CLDAP

/// What to look for, where, and what to show of it (RFC 4511, section 4.5.1).
public struct LDAPSearch: Sendable {
    /// How far from the base.
    public enum Scope: Int32, Sendable {
        /// The base itself.
        case base = 0
        /// The base's children.
        case oneLevel = 1
        /// The base and everything below.
        case subtree = 2
    }

    /// What to do when the server refers to another one for a part of the answer.
    public enum References: Sendable {
        /// Throw `LDAPError` with `.referral`: the answer would be incomplete.
        case refuse
        /// Pass over them: the caller knows that the answer is a part of the whole.
        case ignore
    }

    /// Where to look.
    public var base: DistinguishedName
    /// How far from the base.
    public var scope: Scope
    /// Which entries.
    public var filter: LDAPFilter
    /// What to show; empty for all user attributes.
    public var attributes: [AttributeName]
    /// The most entries the server shall send; 0 for no wish. Reaching it is an error, `.sizeLimitExceeded`.
    public var sizeLimit: Int
    /// The longest the server shall take; `nil` for no wish. Reaching it is an error, `.timeLimitExceeded`.
    public var timeLimit: Duration?
    /// The longest silence of the server; `nil` for the connection's.
    public var timeout: Duration?
    /// What to do about references.
    public var references: References
    /// Request controls.
    public var controls: [LDAPControl]

    /// Makes a search; without more, of everything below the base.
    public init(
        base: DistinguishedName,
        scope: Scope = .subtree,
        filter: LDAPFilter = .anyEntry,
        attributes: [AttributeName] = [],
        sizeLimit: Int = 0,
        timeLimit: Duration? = nil,
        timeout: Duration? = nil,
        references: References = .refuse,
        controls: [LDAPControl] = []
    ) {
        self.base = base
        self.scope = scope
        self.filter = filter
        self.attributes = attributes
        self.sizeLimit = sizeLimit
        self.timeLimit = timeLimit
        self.timeout = timeout
        self.references = references
        self.controls = controls
    }
}

extension LDAPConnection {
    /// Sends a search and gives its entries as they come. A slow consumer holds back the server.
    ///
    /// Iteration throws `LDAPError` for every result but success, size and time limits included, so that a part is
    /// never taken for the whole. Dropping the results abandons the search.
    public func search(_ search: LDAPSearch) async throws -> LDAPSearchResults {
        let channel = try stream(search, SearchDecoder(references: search.references), bufferLimit: 4096)
        return LDAPSearchResults(connection: self, channel: channel)
    }

    /// All entries a search finds, at once; for answers known to be small.
    public func entries(_ search: LDAPSearch) async throws -> [LDAPEntry] {
        var entries: [LDAPEntry] = []
        for try await entry in try await self.search(search) { entries.append(entry) }
        return entries
    }

    /// One entry by its name; `nil` only when the server says there is no such entry.
    public func entry(
        _ name: DistinguishedName,
        attributes: [AttributeName] = [],
        filter: LDAPFilter = .anyEntry,
        controls: [LDAPControl] = []
    ) async throws -> LDAPEntry? {
        let search = LDAPSearch(
            base: name,
            scope: .base,
            filter: filter,
            attributes: attributes,
            controls: controls
        )
        do {
            return try await entries(search).first
        } catch let error as LDAPError where error.code == .noSuchObject {
            return nil
        }
    }

    /// Sends a search whose messages a decoder turns into elements.
    func stream<Decoder: MessageDecoder>(
        _ search: LDAPSearch,
        _ decoder: Decoder,
        batchLimit: Int = 1000,
        bufferLimit: Int
    ) throws -> BatchChannel<Decoder.Element> {
        try Task.checkCancellation()
        let search = authorized(search)
        let id = try start { handle, id in try Self.send(search, handle, id) }
        let channel = BatchChannel<Decoder.Element>(
            batchLimit: batchLimit,
            bufferLimit: bufferLimit,
            onSpace: { [weak self] in self?.resumeReadingSoon() },
            onCancel: { [weak self] in self?.abandonSoon(id) }
        )
        let sink = StreamSink(channel: channel, batchLimit: batchLimit, decoder: decoder)
        register(id, .stream(sink), timeout: search.timeout)
        return channel
    }
}

extension LDAPConnection {
    private func authorized(_ search: LDAPSearch) -> LDAPSearch {
        var search = search
        search.controls += authorizing
        return search
    }

    private static func send(
        _ search: LDAPSearch,
        _ handle: OpaquePointer,
        _ id: UnsafeMutablePointer<Int32>
    ) throws(LDAPError) -> Int32 {
        let memory = CMemory()
        let attributes = try memory.strings(search.attributes.map(\.text))
        let controls = try memory.controls(search.controls)
        let timeLimit = search.timeLimit.map { memory.pointer(timeval($0)) }
        return withExtendedLifetime(memory) {
            ldap_search_ext(
                handle,
                search.base.description,
                search.scope.rawValue,
                search.filter.description,
                attributes,
                0,
                controls,
                nil,
                timeLimit,
                Int32(clamping: search.sizeLimit),
                id
            )
        }
    }
}

/// The entries of one search, once and in order.
public struct LDAPSearchResults: AsyncSequence, Sendable {
    // Held so that the connection lives as long as somebody reads.
    let connection: LDAPConnection
    let channel: BatchChannel<LDAPEntry>

    /// Reads the entries; there can be one reader only.
    public func makeAsyncIterator() -> Iterator { Iterator(connection: connection, channel: channel) }

    /// The server's final response with its controls, once all entries were read.
    public var response: LDAPResponse? { channel.response }

    /// Reads the entries of a search.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        private let connection: LDAPConnection
        private let channel: BatchChannel<LDAPEntry>
        private var batch: ArraySlice<LDAPEntry> = []

        init(connection: LDAPConnection, channel: BatchChannel<LDAPEntry>) {
            self.connection = connection
            self.channel = channel
        }

        /// The next entry; `nil` after the last one of a search that succeeded.
        public mutating func next() async throws -> LDAPEntry? {
            if let entry = batch.popFirst() { return entry }
            batch = (try await channel.next() ?? [])[...]
            return batch.popFirst()
        }
    }
}

/// Takes the entries out of a search's messages.
private struct SearchDecoder: MessageDecoder {
    let references: LDAPSearch.References
    var mayBeSilent: Bool { false }
    var isInFullFlow: Bool { false }

    func decode(_ message: ReceivedMessage) throws(LDAPError) -> LDAPEntry? {
        switch message.type {
        case CLDAP_SEARCH_ENTRY: return try message.entry()
        case CLDAP_SEARCH_REFERENCE:
            guard references == .refuse else { return nil }
            throw LDAPError(.referral, "a part lies on another server", referrals: try message.references())
        default: return nil  // intermediate responses nobody asked for (RFC 4511, section 4.13)
        }
    }

    func decodeEnding(_ response: LDAPResponse) throws(LDAPError) -> LDAPEntry? { nil }
}
