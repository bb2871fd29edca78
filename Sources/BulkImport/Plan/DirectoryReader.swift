public import LDAPClient

/// How the directory is asked: over whose connection, with which rights, and in pages or at once.
public struct DirectoryReader: Sendable {
    let connection: LDAPConnection
    let controls: [LDAPControl]
    let pageSize: Int?

    /// `controls` go with every search, such as proxied authorization. Without `pageSize` an answer comes in one piece, which
    /// is faster; who may not read that much at once (administrators may not) needs pages.
    public init(_ connection: LDAPConnection, controls: [LDAPControl] = [], pageSize: Int? = nil) {
        self.connection = connection
        self.controls = controls
        self.pageSize = pageSize
    }

    /// Lends each entry that a search finds. A cut answer is an error.
    func forEach(
        _ base: DistinguishedName,
        _ scope: LDAPSearch.Scope,
        _ filter: LDAPFilter,
        _ attributes: [AttributeName],
        _ body: (LDAPEntry) throws -> Void
    ) async throws {
        var cookie: [UInt8]? = []
        while let current = cookie {
            let paging = pageSize.map { [LDAPControl.pagedResults(size: $0, cookie: current)] } ?? []
            let search = LDAPSearch(
                base: base,
                scope: scope,
                filter: filter,
                attributes: attributes,
                references: .ignore,
                controls: controls + paging
            )
            let results = try await connection.search(search)
            for try await entry in results { try body(entry) }
            cookie = pageSize == nil ? nil : try results.response?.nextPageCookie()
        }
    }

    /// The entries of a small answer.
    func entries(
        _ base: DistinguishedName,
        _ scope: LDAPSearch.Scope,
        _ filter: LDAPFilter,
        _ attributes: [AttributeName]
    ) async throws -> [LDAPEntry] {
        var entries: [LDAPEntry] = []
        do {
            try await forEach(base, scope, filter, attributes) { entries.append($0) }
        } catch let error as LDAPError where error.code == .noSuchObject {
            return []
        }
        return entries
    }
}
