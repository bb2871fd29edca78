extension LDAPControl {
    static let pagedResultsOID = "1.2.840.113556.1.4.319"

    /// Asks for the next page of a search (RFC 2696). `cookie` is empty for the first page and what the last page's
    /// response held for the others.
    public static func pagedResults(size: Int, cookie: [UInt8] = []) -> LDAPControl {
        var writer = BERWriter()
        writer.write(BERTag.sequence) { members in
            members.write(size)
            members.write(BERTag.octetString, cookie)
        }
        return LDAPControl(oid: pagedResultsOID, isCritical: true, value: writer.bytes)
    }
}

extension LDAPResponse {
    /// The cookie of the next page; `nil` after the last page, or when the server does not page.
    public func nextPageCookie() throws(LDAPError) -> [UInt8]? {
        guard let control = control(LDAPControl.pagedResultsOID) else { return nil }
        do {
            return try (control.value ?? []).withUnsafeBytes { bytes in
                var reader = BERReader(bytes)
                var members = BERReader(try reader.read(BERTag.sequence, "a page"))
                _ = try members.readInteger()
                let cookie = try members.read(BERTag.octetString, "a cookie")
                return cookie.isEmpty ? nil : Array(cookie)
            }
        } catch {
            throw LDAPError(.decodingError, "malformed paged results control")
        }
    }
}

extension LDAPConnection {
    /// Reads a search page by page (RFC 2696), for servers whose size limits apply to a page, and for consumers that
    /// rest between pages. The closure gets each page, never an empty one.
    public func searchPages(
        _ search: LDAPSearch,
        pageSize: Int,
        _ body: @Sendable ([LDAPEntry]) async throws -> Void
    ) async throws {
        var cookie: [UInt8]? = []
        while let current = cookie {
            var page = search
            page.controls.append(.pagedResults(size: pageSize, cookie: current))
            let results = try await self.search(page)
            var entries: [LDAPEntry] = []
            for try await entry in results { entries.append(entry) }
            if !entries.isEmpty { try await body(entries) }
            cookie = try results.response?.nextPageCookie()
        }
    }
}
