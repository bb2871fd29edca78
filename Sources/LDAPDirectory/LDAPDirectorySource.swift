public import DirectoryModel
public import LDAPClient

/// OpenLDAP as a worker's directory: followed by content sync, read and compared by searches.
public struct LDAPDirectorySource: DirectorySource {
    private let configuration: LDAPConfiguration
    private let suffix: DistinguishedName
    private let replicaID: Int

    /// Follows the tree below `suffix` as the identity the configuration binds with.
    ///
    /// The base is always the suffix and the filter always matches everything: a move out of a narrower view would not
    /// be told for what stands below the moved entry. `replicaID` (0 to 999) shows in the provider's log.
    public init(configuration: LDAPConfiguration, suffix: DistinguishedName, replicaID: Int = 1) {
        self.configuration = configuration
        self.suffix = suffix
        self.replicaID = replicaID
    }

    /// See ``DirectorySource``.
    public func follow(
        from cookie: CookieVector,
        handle: @Sendable ([DirectoryChange]) async throws -> FollowDecision
    ) async throws {
        let request = ContentSyncRequest(
            base: suffix,
            attributes: ProjectedAttributes.followed,
            cookie: cookie.syncCookie,
            rid: replicaID,
            batchLimit: 1000,
            bufferLimit: 2000
        )
        do {
            try await ContentSyncSession.withSession(configuration, request) { session in
                var decoder = ChangeDecoder()
                for try await messages in session {
                    let changes = try decoder.decode(messages)
                    if try await handle(changes) == .stop { return }
                }
                throw LDAPError(.unavailable, "the directory ended the session")
            }
        } catch let error as LDAPError where error.code == .syncRefreshRequired {
            throw RefreshRequired()
        }
    }

    /// See ``DirectorySource``.
    public func read(_ entries: [EntryUUID]) async throws -> [ObservedEntry] {
        guard !entries.isEmpty else { return [] }
        return try await LDAPConnection.withConnection(configuration) { connection in
            var found: [ObservedEntry] = []
            for start in stride(from: 0, to: entries.count, by: 100) {
                found += try await read(entries[start..<min(start + 100, entries.count)], over: connection)
            }
            return found
        }
    }

    /// See ``DirectorySource``.
    public func versions(handle: @Sendable ([(EntryUUID, EntryCSN)]) async throws -> Void) async throws {
        try await LDAPConnection.withConnection(configuration) { connection in
            let search = LDAPSearch(
                base: suffix,
                attributes: [ProjectedAttributes.entryUUID, ProjectedAttributes.entryCSN],
                references: .ignore,
                controls: [.manageDsaIT]
            )
            var batch: [(EntryUUID, EntryCSN)] = []
            for try await entry in try await connection.search(search) {
                batch.append(try version(of: entry))
                if batch.count == 1000 {
                    try await handle(batch)
                    batch = []
                }
            }
            if !batch.isEmpty { try await handle(batch) }
        }
    }

    /// See ``DirectorySource``.
    public func position() async throws -> CookieVector {
        try await LDAPConnection.withConnection(configuration) { connection in
            guard let entry = try await connection.entry(suffix, attributes: [ProjectedAttributes.contextCSN]) else {
                throw LDAPError(.noSuchObject, "\(suffix) is not there, or the worker's identity may not read it")
            }
            let csns = entry.strings(of: ProjectedAttributes.contextCSN).compactMap { ChangeSequenceNumber($0) }
            guard !csns.isEmpty else {
                throw LDAPError(
                    .noSuchAttribute,
                    "\(suffix) has no contextCSN: the database needs the syncprov overlay, and a change"
                )
            }
            return CookieVector(SyncCookie(csns: csns))
        }
    }

    private func read(
        _ entries: ArraySlice<EntryUUID>,
        over connection: LDAPConnection
    ) async throws -> [ObservedEntry] {
        let filter = LDAPFilter.or(entries.map { .equal(ProjectedAttributes.entryUUID, $0.description) })
        let search = LDAPSearch(
            base: suffix,
            filter: filter,
            attributes: ProjectedAttributes.read,
            references: .ignore,
            controls: [.manageDsaIT]
        )
        var decoder = EntryDecoder()
        return try await connection.entries(search).map { entry in
            decoder.decode(entry, uuid: try identity(of: entry))
        }
    }

    private func identity(of entry: LDAPEntry) throws -> EntryUUID {
        guard let uuid = entry.string(of: ProjectedAttributes.entryUUID).flatMap({ EntryUUID($0) }) else {
            throw LDAPError(.insufficientAccessRights, "the worker's identity may not read entryUUID of \(entry.dn)")
        }
        return uuid
    }

    private func version(of entry: LDAPEntry) throws -> (EntryUUID, EntryCSN) {
        guard let csn = entry.withFirstValue(of: ProjectedAttributes.entryCSN, { EntryCSN(bytes: $0) }) ?? nil else {
            throw LDAPError(.insufficientAccessRights, "the worker's identity may not read entryCSN of \(entry.dn)")
        }
        return (try identity(of: entry), csn)
    }
}
