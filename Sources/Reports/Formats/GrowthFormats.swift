import DirectoryModel

extension GrowthReport: Report {
    /// A series per service and one for the total.
    public var jsonValue: JSONValue {
        var members: [JSONValue.Member] = [
            .init("by", .string(by.rawValue)), .init("from", .string(from.rfc3339)), .init("to", .string(to.rfc3339)),
            .init("generated", .string(generated.rfc3339)), .init("timeZone", .string(timeZone)),
            .init("complete", .boolean(complete)),
        ]
        if let reason { members.append(.init("reason", .string(reason))) }
        members += [
            .init("recordedSince", .string(recordedSince.rfc3339)),
            .init("services", .array(services.map(\.jsonValue))), .init("total", total.jsonValue),
        ]
        return .object(members)
    }

    /// A line per service and period; the total's lines have no service.
    public func csv() -> String {
        var csv = CSVFormat(header: [
            "level", "service", "period", "end", "accounts", "registered", "blocked", "two_factor", "reconstructed",
        ])
        for series in services + [total] {
            let level = series.service == nil ? "total" : "service"
            for point in series.points {
                csv.add([
                    .text(level), .text(series.service ?? ""), .text(point.period), .text(point.end.rfc3339),
                    .number(point.accounts), .number(point.registered), .number(point.blocked),
                    .number(point.twoFactor), .text(point.reconstructed ? "true" : "false"),
                ])
            }
        }
        return csv.text
    }

    /// A line per period, a column per service: accounts, then those registered.
    public func table(_ style: ReportStyle) -> String {
        let words = style.language
        var text = "\(style.shortTime(from)) – \(style.shortTime(to)) (\(timeZone))\n"
        if !complete { text += style.reconstructionNotice(recordedSince) + "\n" }
        for (title, count) in measures(words) { text += "\n\(title)\n" + table(style, count) }
        guard total.points.contains(where: \.reconstructed) else { return text }
        return text + words("* reconstructed from registration times\n", "* disusun ulang dari waktu registrasi\n")
    }

    private func measures(_ words: ReportLanguage) -> [(String, (GrowthPoint) -> Int?)] {
        [(words.uploaded, \.accounts), (words.registered, \.registered)]
    }

    private func table(_ style: ReportStyle, _ count: (GrowthPoint) -> Int?) -> String {
        let period = by == .day ? style.language("Day", "Hari") : style.language("Month", "Bulan")
        var table = TableFormat(header: [period] + services.compactMap(\.service) + [style.language.total])
        for index in total.points.indices {
            let mark = total.points[index].reconstructed ? "*" : ""
            let counts = (services + [total]).map { count($0.points[index]).map(style.number) ?? "–" }
            table.add([total.points[index].period + mark] + counts)
        }
        return table.text
    }
}

extension GrowthSeries {
    var jsonValue: JSONValue {
        var members: [JSONValue.Member] = []
        if let service { members.append(.init("service", .string(service))) }
        members.append(.init("points", .array(points.map(\.jsonValue))))
        return .object(members)
    }
}

extension GrowthPoint {
    var jsonValue: JSONValue {
        .object([
            .init("period", .string(period)), .init("end", .string(end.rfc3339)), .init("accounts", .count(accounts)),
            .init("registered", .integer(registered)), .init("blocked", .count(blocked)),
            .init("twoFactor", .count(twoFactor)), .init("reconstructed", .boolean(reconstructed)),
        ])
    }
}
