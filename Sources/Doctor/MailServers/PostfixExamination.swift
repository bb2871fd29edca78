/// Asks Postfix' look-up tables, as Postfix itself does, about an account, its domain and nobody.
struct PostfixExamination: Sendable {
    let folder: String?

    /// The parameters of `main.cf` that list tables.
    enum Parameter: String, Sendable, CaseIterable {
        case domains = "virtual_mailbox_domains"
        case mailboxes = "virtual_mailbox_maps"
        case senders = "smtpd_sender_login_maps"
    }

    /// What a list of tables said to a key.
    enum Reply: Sendable, Hashable {
        case found(String)
        case unknown
        case broken(String)
    }

    func findings(sample: String?) async -> [Finding] {
        guard let folder, HostCommand(program: "/usr/sbin/postmap", arguments: []).exists else {
            return [
                .skipped(.postfixTables, "Postfix is not on this host", remedy: "run `pamong doctor` on the mail host")
            ]
        }
        guard let sample, let at = sample.firstIndex(of: "@") else {
            return [
                .skipped(
                    .postfixTables,
                    "there is no active account of this mail host to ask about",
                    remedy: "try again when there is one"
                )
            ]
        }
        let domain = String(sample[sample.index(after: at)...])
        return [
            .judge(
                sample: sample,
                domain: await ask(domain, .domains, folder),
                mailbox: await ask(sample, .mailboxes, folder),
                sender: await ask(sample, .senders, folder),
                nobody: await ask("no-such-account-0000000000@\(domain)", .mailboxes, folder)
            )
        ]
    }

    /// Asks the tables in order until one knows the key.
    private func ask(_ key: String, _ parameter: Parameter, _ folder: String) async -> Reply {
        do {
            for table in try await tables(parameter, folder) {
                let outcome = try await HostCommand(
                    program: "/usr/sbin/postmap",
                    arguments: ["-c", folder, "-q", key, table]
                ).run()
                if outcome.code == 0 { return .found(outcome.output.trimmingLineEnd) }
                guard outcome.errors.isEmpty else { return .broken("\(table): \(outcome.errors.trimmingLineEnd)") }
            }
            return .unknown
        } catch {
            return .broken("\(error)")
        }
    }

    private func tables(_ parameter: Parameter, _ folder: String) async throws -> [String] {
        let arguments = ["-c", folder, "-xh", parameter.rawValue]
        return Self.tables(in: try await HostCommand(program: "/usr/sbin/postconf", arguments: arguments).run().output)
    }

    /// Cuts a list such as `proxy:ldap:/a.cf, pipemap:{…, …}`; a comma in braces belongs to the table.
    static func tables(in value: String) -> [String] {
        value.matches(of: /[a-z]+:(?:\{[^}]*\}|[^\s,{}]+)/).map { String($0.0) }
    }
}

extension String {
    fileprivate var trimmingLineEnd: String { String(split(separator: "\n").first ?? "") }
}

extension Finding {
    static func judge(
        sample: String,
        domain: PostfixExamination.Reply,
        mailbox: PostfixExamination.Reply,
        sender: PostfixExamination.Reply,
        nobody: PostfixExamination.Reply
    ) -> Finding {
        for case .broken(let reason) in [domain, mailbox, sender, nobody] {
            return .failed(
                .postfixTables,
                "a table cannot be asked: \(reason)",
                remedy:
                    "look at the password, base and server in the ldap-*.cf files (mode 640, group postfix), and run "
                    + "this as root"
            )
        }
        let remedy = "use the shipped main.cf and ldap-*.cf (Config/postfix)"
        if domain == .unknown {
            return .failed(.postfixTables, "the domain of \(sample) is not in virtual_mailbox_domains", remedy: remedy)
        }
        if mailbox == .unknown {
            return .failed(
                .postfixTables,
                "virtual_mailbox_maps does not know \(sample): its mail is refused",
                remedy: remedy
            )
        }
        if sender == .unknown {
            return .failed(
                .postfixTables,
                "smtpd_sender_login_maps does not know \(sample): it cannot send",
                remedy: remedy
            )
        }
        if case .found = nobody {
            return .failed(
                .postfixTables,
                "virtual_mailbox_maps knows an account that does not exist: all mail is accepted",
                remedy: remedy
            )
        }
        return .ok(.postfixTables, "domains, mailboxes and senders are looked up (\(sample))")
    }
}
