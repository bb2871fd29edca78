/// The outcome of a look at MX records: what `pamongMxStatus` holds.
public enum MxStatus: String, Sendable, Hashable, CaseIterable {
    /// A domain is confirmed to be its tenant's, and nobody has looked yet.
    case pending
    /// All resolvers say what was agreed, and nothing else.
    case correct
    /// The resolvers say different things: a change is on its way, or was not made on all of the domain's servers.
    case notSpread
    /// Only some of the hosts are entered.
    case incomplete
    /// A host is entered that is not ours.
    case foreignHosts
    /// The hosts are right, a priority is not.
    case wrongPriority
    /// The domain says that it takes no mail (RFC 7505).
    case nullMx
    /// There is no MX record.
    case noMx
    /// The domain's name is a CNAME; no other record may stand beside it (RFC 1034 section 3.6.2).
    case alias
    /// There is no such domain (NXDOMAIN).
    case noDomain
    /// The domain's own name servers do not answer properly (SERVFAIL).
    case serverFailure
    /// A resolver did not answer in time, so it cannot be told.
    case timeout
    /// A resolver cannot be used, so it cannot be told.
    case resolverFailure

    /// Whether the look told nothing: somebody has to look at the resolvers, not at the domain. Or there was none yet.
    public var isUnknown: Bool { self == .timeout || self == .resolverFailure || self == .pending }

    /// Whether mail goes, or may go, elsewhere. Neither right nor wrong is what cannot be told.
    public var isWrong: Bool { self != .correct && !isUnknown }

    /// Of several domains the one that needs somebody most: wrong before unknown before right.
    static func worst(of all: [MxStatus]) -> MxStatus? {
        all.first(where: \.isWrong) ?? all.first(where: \.isUnknown) ?? all.first
    }
}
