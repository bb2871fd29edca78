import DirectoryModel

extension ChangeFeed: Report {
    /// The events and where to go on.
    public var jsonValue: JSONValue {
        .object([
            .init("events", .array(events.map(\.jsonValue))), .init("next", .string(next)),
            .init("more", .boolean(more)),
        ])
    }

    /// A line per event; `detail` is JSON.
    public func csv() -> String {
        var csv = CSVFormat(header: [
            "time", "recorded", "event", "subject", "service", "tenant", "peer_service", "peer_tenant", "tenants",
            "accounts", "registered", "blocked", "two_factor", "administrators", "detail",
        ])
        for event in events { csv.add(event.fields) }
        return csv.text
    }

    /// A line per event.
    public func table(_ style: ReportStyle) -> String {
        let words = style.language
        var table = TableFormat(
            header: [
                words("Time", "Waktu"), words("Event", "Peristiwa"), words.service, words.tenant,
                words("Entry", "Entri"), words("Changed", "Perubahan"),
            ],
            leftColumns: 6
        )
        for event in events {
            let peer = event.peer.map { " ⇄ \($0.service) / \(words.name(tenant: $0.tenant))" } ?? ""
            table.add([
                event.time.rfc3339, event.event, event.service, words.name(tenant: event.tenant) + peer, event.subject,
                event.detail?.text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.joined(
                    separator: " "
                )
                    ?? "",
            ])
        }
        return table.text
    }

    /// Nothing to draw.
    public func svg(_ style: ReportStyle) -> String? { nil }

    /// Nobody reads a feed as a page.
    public func html(_ style: ReportStyle) -> String? { nil }
}

extension FeedEvent {
    var jsonValue: JSONValue {
        var members: [JSONValue.Member] = [
            .init("time", .string(time.rfc3339)), .init("recorded", .string(recorded.rfc3339)),
            .init("event", .string(event)), .init("subject", .string(subject)), .init("service", .string(service)),
            .init("tenant", .string(tenant)),
        ]
        if let peer {
            members.append(
                .init(
                    "peer",
                    .object([.init("service", .string(peer.service)), .init("tenant", .string(peer.tenant))])
                )
            )
        }
        members.append(.init("counts", counts.jsonValue))
        if let detail { members.append(.init("detail", detail)) }
        return .object(members)
    }

    fileprivate var fields: [CSVFormat.Field] {
        [
            .text(time.rfc3339), .text(recorded.rfc3339), .text(event), .text(subject), .text(service), .text(tenant),
            .text(peer?.service ?? ""), .text(peer?.tenant ?? ""), .number(counts.tenants), .number(counts.accounts),
            .number(counts.registered), .number(counts.blocked), .number(counts.twoFactor),
            .number(counts.administrators), .text(detail?.text ?? ""),
        ]
    }
}

extension FeedCounts {
    var jsonValue: JSONValue {
        .counts([
            "tenants": tenants, "accounts": accounts, "registered": registered, "blocked": blocked,
            "twoFactor": twoFactor, "administrators": administrators,
        ])
    }
}
