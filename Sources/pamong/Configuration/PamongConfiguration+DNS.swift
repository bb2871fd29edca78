internal import ConfigurationFiles
internal import TenantOnboarding

extension PamongConfiguration {
    /// Where MX records are looked up and what they have to say.
    struct DNS: Sendable, Equatable {
        /// All of them are asked.
        var resolvers: [ResolverAddress]
        /// What was agreed.
        var mailHosts: [MailHostRecord]
        /// How long one resolver has to answer.
        var timeout: Duration
    }
}

extension PamongConfiguration.DNS {
    init(reading values: inout ConfigurationValues<ConfigurationKey>) {
        resolvers = values.value(.dnsResolvers, [], allowed: "a list of addresses such as 9.9.9.9, 192.0.2.1:5353") {
            Self.list($0) { ResolverAddress($0) }
        }
        mailHosts = values.value(
            .dnsMailHosts,
            MailHostRecord.platform,
            allowed: "a list of hosts with priorities such as narada.mail.go.id 10, yamadipati.mail.go.id 10"
        ) {
            Self.list($0) { MailHostRecord($0) }
        }
        timeout = values.duration(.dnsTimeout, .seconds(5), atLeast: .milliseconds(100))
    }

    /// All elements between commas, or `nil` when one of them is not allowed or stands there twice.
    private static func list<Element: Hashable>(_ text: String, _ read: (String) -> Element?) -> [Element]? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let elements = parts.compactMap { read(String($0.trimming(while: \.isWhitespace))) }
        return elements.count == parts.count && Set(elements).count == elements.count ? elements : nil
    }
}

extension Substring {
    fileprivate func trimming(while drops: (Character) -> Bool) -> Substring {
        let front = drop(while: drops)
        return front[..<(front.lastIndex { !drops($0) }.map(front.index(after:)) ?? front.startIndex)]
    }
}

extension PamongConfiguration {
    /// What looks at MX records. Throws ``CommandFailure`` when there is nobody to ask.
    func mxCheck() throws -> MxCheck {
        guard !dns.resolvers.isEmpty else {
            throw CommandFailure(.usage, "\(file): dns.resolvers is missing: nobody can be asked for MX records")
        }
        let lookup = try MxLookup(resolvers: dns.resolvers, patience: dns.timeout)
        return try MxCheck(lookup: lookup, expecting: dns.mailHosts)
    }
}
