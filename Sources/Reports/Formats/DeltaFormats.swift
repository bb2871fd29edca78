import DirectoryModel

extension DeltaReport: Report {
    /// The shape programs rely on.
    public var jsonValue: JSONValue {
        var members: [JSONValue.Member] = [
            .init("from", .string(from.rfc3339)), .init("to", .string(to.rfc3339)),
            .init("generated", .string(generated.rfc3339)), .init("complete", .boolean(complete)),
        ]
        if let reason { members.append(.init("reason", .string(reason))) }
        if let since = recordedSince?.wrappedValue { members.append(.init("recordedSince", .string(since.rfc3339))) }
        members += [
            .init("services", .array(services.map(\.jsonValue))), .init("tenants", .array(tenants.map(\.jsonValue))),
            .init("total", total.jsonValue),
        ]
        return .object(members)
    }

    /// A line per service, per tenant and for the total, told apart by `level`.
    public func csv() -> String {
        var header = ["level", "service", "tenant"]
        header += ["opening", "added", "removed", "closing"].map { "tenants_\($0)" }
        header += ["opening", "created", "moved_in", "moved_out", "removed", "closing"].map { "accounts_\($0)" }
        for quality in ["registered", "blocked", "two_factor"] {
            header += ["opening", "gained", "lost", "closing"].map { "\(quality)_\($0)" }
        }
        var csv = CSVFormat(header: header)
        for row in services { csv.add(row.fields(level: "service")) }
        for row in tenants { csv.add(row.fields(level: "tenant")) }
        csv.add(total.fields(level: "total"))
        return csv.text
    }

    /// Per service and in total; below it the tenants in which anything happened.
    public func table(_ style: ReportStyle) -> String {
        let words = style.language
        let end = words("end not included", "batas akhir tidak termasuk")
        let zone = style.zoneName(at: from)
        var text = "\(style.shortTime(from)) – \(style.shortTime(to)) (\(zone), \(end))\n"
        if let since = recordedSince?.wrappedValue { text += style.openingNotice(since) + "\n" }
        let rows = services.isEmpty ? tenants : services
        for section in DeltaSection.sections(words) where rows.contains(where: section.isInteresting) {
            text += "\n" + section.table(section.title, rows, total: total, style)
        }
        let changed = tenants.filter(\.hasChanges)
        guard !services.isEmpty, !changed.isEmpty else { return text }
        let section = DeltaSection.accounts(words)
        return text + "\n" + section.table(words.changedTenants, changed, total: nil, style)
    }
}

extension DeltaRow {
    var jsonValue: JSONValue {
        var members: [JSONValue.Member] = []
        if let service { members.append(.init("service", .string(service))) }
        if let tenant { members.append(.init("tenant", .string(tenant))) }
        members += [
            .init("tenants", tenants.jsonValue), .init("accounts", accounts.jsonValue),
            .init("registered", registered.jsonValue), .init("blocked", blocked.jsonValue),
            .init("twoFactor", twoFactor.jsonValue),
        ]
        return .object(members)
    }

    fileprivate func fields(level: String) -> [CSVFormat.Field] {
        let names = [CSVFormat.Field.text(level), .text(service ?? ""), .text(tenant ?? "")]
        let numbers =
            tenants.values + accounts.values + registered.values + blocked.values + twoFactor.values
        return names + numbers.map(CSVFormat.Field.number)
    }
}

extension TenantFlow {
    var values: [Int] { [opening, added, removed, closing] }

    var jsonValue: JSONValue {
        .counts(["opening": opening, "added": added, "removed": removed, "closing": closing])
    }
}

extension AccountFlow {
    var values: [Int] { [opening, created, movedIn, movedOut, removed, closing] }

    var jsonValue: JSONValue {
        .counts([
            "opening": opening, "created": created, "movedIn": movedIn, "movedOut": movedOut, "removed": removed,
            "closing": closing,
        ])
    }
}

extension QualityFlow {
    var values: [Int] { [opening, gained, lost, closing] }

    var jsonValue: JSONValue {
        .counts(["opening": opening, "gained": gained, "lost": lost, "closing": closing])
    }
}
