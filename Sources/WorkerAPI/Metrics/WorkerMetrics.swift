internal import DirectoryModel

extension MetricsText {
    /// All metrics of a worker.
    init(_ status: StatusReport, census: [ServiceCensus], proofs: ProofHistograms.Values) {
        addSync(status)
        addWork(status)
        addMailboxes(status.mailboxes)
        if let audit = status.lastAudit { add(audit) }
        addTenants(census)
        addAccounts(census)
        add(
            "pamong_block_cut_seconds",
            "From the directory's commit of a block to the end of the sessions.",
            proofs.cut
        )
        add(
            "pamong_block_proof_seconds",
            "From the directory's commit of a block to the proof that nobody is in.",
            proofs.proved
        )
    }

    private mutating func addSync(_ status: StatusReport) {
        add(
            "pamong_in_sync",
            .gauge,
            "1 while the worker follows the directory and has taken in all of it.",
            status.isInSync ? 1 : 0
        )
        add("pamong_lag_seconds", .gauge, "How far the projection may be behind the directory.", status.lagSeconds)
        add(
            "pamong_last_in_sync_timestamp_seconds",
            .gauge,
            "When the projection was last known to be current.",
            status.lastInSync?.seconds
        )
        add("pamong_changes_total", .counter, "Changes taken in from the directory since the start.", status.changes)
        add("pamong_sessions_total", .counter, "Sessions with the directory since the start.", status.sessions)
        add(
            "pamong_mail_store_up",
            .gauge,
            "0 while the mail store as a whole fails and is left alone.",
            status.mailStoreProblem == nil ? 1 : 0
        )
    }

    private mutating func addWork(_ status: StatusReport) {
        add(
            "pamong_work",
            .gauge,
            "Accounts whose mail store is not yet what the directory wants.",
            [
                Sample(["state": "waiting"], status.work.waiting), Sample(["state": "held"], status.work.held),
                Sample(["state": "set_aside"], status.work.setAside),
            ]
        )
        add("pamong_holds_open", .gauge, "Held batches that wait for a second person.", status.holdsOpen)
        add("pamong_quarantined", .gauge, "Entries that break a rule.", status.quarantined)
    }

    private mutating func addMailboxes(_ mailboxes: StatusReport.Mailboxes) {
        add(
            "pamong_mailboxes",
            .gauge,
            "Mailboxes by the state the worker brought them to.",
            [
                Sample(["state": "open"], mailboxes.open), Sample(["state": "cut"], mailboxes.cut),
                Sample(["state": "blocked"], mailboxes.blocked), Sample(["state": "archived"], mailboxes.archived),
                Sample(["state": "elsewhere"], mailboxes.elsewhere),
            ]
        )
    }

    private mutating func add(_ audit: AuditSummary) {
        add("pamong_last_audit_timestamp_seconds", .gauge, "When the last audit ended.", audit.ended.seconds)
        add(
            "pamong_last_audit_differences",
            .gauge,
            "What the last audit found to differ.",
            [
                Sample(["kind": "stale"], audit.stale), Sample(["kind": "vanished"], audit.vanished),
                Sample(["kind": "without_mailbox"], audit.withoutMailbox),
                Sample(["kind": "without_account"], audit.withoutAccount),
            ]
        )
    }

    private mutating func addTenants(_ census: [ServiceCensus]) {
        add(
            "pamong_tenants",
            .gauge,
            "Tenants of a service.",
            census.map { Sample(["service": $0.service], $0.counts.tenants) }
        )
        add(
            "pamong_administrators",
            .gauge,
            "Administrators of a service's tenants.",
            census.map { Sample(["service": $0.service], $0.counts.administrators) }
        )
    }

    /// The counts overlap, as a blocked account may be registered: they are not to be summed over `counted_as`.
    private mutating func addAccounts(_ census: [ServiceCensus]) {
        add(
            "pamong_accounts",
            .gauge,
            "Accounts of a service; one account may be counted as several.",
            census.flatMap { row in
                let counts = [
                    ("uploaded", row.counts.accounts), ("registered", row.counts.registered),
                    ("blocked", row.counts.blocked), ("second_factor", row.counts.secondFactor),
                ]
                return counts.map { Sample(["service": row.service, "counted_as": $0], $1) }
            }
        )
    }
}

extension APITime {
    fileprivate var seconds: Double { Double(time.microseconds) / 1_000_000 }
}
