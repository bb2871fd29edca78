internal import LDAPDirectory
internal import Reports
internal import TwoFactor

/// What ring, canaries and values say of each other.
struct KeyReport: Encodable {
    /// One key that any of the three knows.
    struct Line: Encodable {
        let kid: String
        /// `primary`, `decrypt`, or `missing` from the ring.
        let state: String
        /// `opens`, `missing` or `wrong`.
        let canary: String
        let secrets, pending, recoveryCodes, appPasswords, helpDesk: Int

        /// Whether nothing is wrong with it: a key that only waits to be promoted needs no canary yet.
        var isRight: Bool {
            switch (state, canary) {
            case ("missing", _), (_, "wrong"), ("primary", "missing"): false
            case (_, "missing"): secrets + pending == 0
            default: true
            }
        }
    }

    let keys: [Line]
    /// Values of no known form.
    let unreadable: Int

    var isRight: Bool { unreadable == 0 && keys.contains { $0.state == "primary" } && keys.allSatisfy(\.isRight) }

    init(ring: KeyRing, found: FoundCanaries, census: SealingCensus) throws {
        let kids = Set(ring.keys.map(\.kid) + found.values.map(\.kid) + census.counts.keys)
        keys = try kids.sorted().map { kid in
            let counts = census[kid]
            return Line(
                kid: kid.description,
                state: ring.key(kid)?.state.rawValue ?? "missing",
                canary: try Self.canary(kid, ring, found),
                secrets: counts.secrets,
                pending: counts.pending,
                recoveryCodes: counts.recoveryCodes,
                appPasswords: counts.appPasswords,
                helpDesk: counts.helpDesk
            )
        }
        unreadable = census.unreadable
    }

    private static func canary(_ kid: KeyIdentifier, _ ring: KeyRing, _ found: FoundCanaries) throws -> String {
        let mine = found.values.filter { $0.kid == kid }
        guard !mine.isEmpty else { return "missing" }
        switch try ring.judge(canaries: mine, of: found.entry) {
        case .fits, .missing: return "opens"
        case .lacksKeys, .wrongKey: return "wrong"
        }
    }
}

/// The ring for people.
enum KeyText {
    static func table(_ report: KeyReport) -> String {
        var table = TableFormat(
            header: ["Key", "In the ring", "Canary", "Secrets", "Pending", "Recovery", "App passwords", "Help desk"],
            leftColumns: 3
        )
        for key in report.keys {
            let counts = [key.secrets, key.pending, key.recoveryCodes, key.appPasswords, key.helpDesk]
            table.add([key.kid, key.state, key.canary] + counts.map { "\($0)" })
        }
        let note = report.unreadable > 0 ? "\(report.unreadable) values have no known form.\n" : ""
        return table.text + note + (report.isRight ? "Ring and directory fit.\n" : "Ring and directory do NOT fit.\n")
    }

    /// `3 secrets, 12 recovery codes`.
    static func sentence(_ counts: SealingCensus.Counts) -> String {
        let parts = [
            (counts.secrets, "secrets"), (counts.pending, "pending enrolments"),
            (counts.recoveryCodes, "recovery codes"),
            (counts.appPasswords, "app passwords"), (counts.helpDesk, "tickets and requests"),
        ]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
