internal import DirectoryModel

extension Finding {
    /// Judges the directory's clock, which it tells in whole seconds, against ours before and after asking.
    static func judge(
        clock theirs: Timestamp?,
        askedAt before: Timestamp,
        answeredAt after: Timestamp,
        newestChange: Timestamp?
    ) -> Finding {
        let remedy = "run a time service (systemd-timesyncd, chrony) on both hosts"
        if let newestChange, newestChange > after + .seconds(5) {
            return .failed(
                .clock,
                "the newest change is from \(newestChange.rfc3339), in our future: reports would lack it",
                remedy: remedy
            )
        }
        guard let theirs else {
            return .skipped(
                .clock,
                "the directory does not tell its time",
                remedy: "let the worker read cn=Monitor (LDIF/config/10-monitor-database.ldif)"
            )
        }
        let ahead = theirs.since(after), behind = before.since(theirs + .seconds(1))
        let difference = max(ahead, behind, .zero)
        let seconds = difference.components.seconds
        if difference > .seconds(30) {
            return .failed(
                .clock,
                "the directory's clock is \(seconds) seconds off: second factors and reports go wrong",
                remedy: remedy
            )
        }
        if difference > .seconds(2) {
            return .warning(.clock, "the directory's clock is \(seconds) seconds off", remedy: remedy)
        }
        return .ok(.clock, "the directory's clock and ours agree")
    }
}
