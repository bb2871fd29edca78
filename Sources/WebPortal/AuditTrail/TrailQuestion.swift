internal import DirectoryModel
internal import LDAPClient

/// What somebody wants to see of the log.
struct TrailQuestion: Sendable {
    /// The subtree whose changes may be seen; `nil` for everything.
    var subtree: DistinguishedName?
    /// Identities whose writes are no news: the gate notes every login.
    var leftOut: [DistinguishedName] = []
    var kind: TrailRecord.Kind?
    /// Who did it.
    var author: DistinguishedName?
    /// To which entry; several where an address was that of one after the other.
    var entries: [LDAPFilter]?

    /// The log's entries of a stretch of time, its end included: the log keeps the zeros at the end of a fraction, and slapd
    /// compares without them, so that one microsecond earlier could already leave out what it should find.
    func filter(from: Timestamp, to: Timestamp) -> LDAPFilter {
        var filters: [LDAPFilter] = [
            .greaterOrEqual("reqStart", from.generalizedTime),
            .lessOrEqual("reqStart", to.generalizedTime),
        ]
        if let kind { filters.append(.equal("objectClass", kind.objectClass)) }
        if let author { filters.append(.equal("reqAuthzID", author.description)) }
        if let entries { filters.append(.or(entries)) }
        filters.append(.equal("reqResult", "0"))
        filters += leftOut.map { .not(.equal("reqAuthzID", $0.description)) }
        if let subtree {
            filters.append(.extensible("reqDN", rule: "dnSubtreeMatch", subtree.description))
        }
        return .and(filters)
    }
}

extension Timestamp {
    /// As `reqStart` is written: GeneralizedTime (RFC 4517 section 3.3.13) with microseconds.
    var generalizedTime: String {
        let digits = rfc3339.prefix(19).filter(\.isNumber)
        let fraction = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000
        return "\(digits).\(String(String(1_000_000 + fraction).dropFirst()))Z"
    }
}
