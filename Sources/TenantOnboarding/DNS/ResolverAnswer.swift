/// What one resolver says about the MX records of a domain.
public struct ResolverAnswer: Hashable, Sendable {
    /// What came back.
    public enum Outcome: Hashable, Sendable {
        /// The records, sorted by priority and host; `alias` when the domain's name is a CNAME for another one.
        case records([MxRecord], alias: String?)
        /// The name exists and has no MX record (NODATA, RFC 2308).
        case noRecords(alias: String?)
        /// There is no such name (NXDOMAIN).
        case noSuchName
        /// The domain's own name servers cannot be asked, or their signatures are wrong (SERVFAIL).
        case serverFailure
        /// The resolver did not answer in time.
        case timeout
        /// The resolver cannot be used: nobody listens there, it refuses, or its answer is no DNS message.
        case unusable(String)
    }

    /// Who was asked.
    public let resolver: ResolverAddress
    /// What came back.
    public let outcome: Outcome

    /// Puts an answer together.
    public init(resolver: ResolverAddress, outcome: Outcome) {
        self.resolver = resolver
        self.outcome = outcome
    }
}

extension ResolverAnswer.Outcome {
    /// Reads a DNS message.
    init(message bytes: [UInt8]) {
        do {
            self.init(try DNSMessage(bytes))
        } catch {
            self = .unusable("its answer is not a DNS message")
        }
    }

    init(_ message: DNSMessage) {
        var alias: String?
        var records: [MxRecord] = []
        for record in message.answers {
            switch record {
            case .alias(let target): alias = alias ?? target
            case .mailExchange(let record): records.append(record)
            }
        }
        switch message.responseCode {
        case 0 where records.isEmpty: self = .noRecords(alias: alias)
        case 0: self = .records(records.sorted { ($0.priority, $0.host) < ($1.priority, $1.host) }, alias: alias)
        case 2: self = .serverFailure
        case 3: self = .noSuchName
        case 5: self = .unusable("it refuses to answer (REFUSED)")
        case let code: self = .unusable("it answers with error \(code)")
        }
    }
}
