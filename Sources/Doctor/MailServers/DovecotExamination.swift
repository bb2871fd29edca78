internal import Foundation

/// Looks at Dovecot: through its HTTP API as the worker does, and at its settings where it runs on this host.
struct DovecotExamination: Sendable {
    private let dovecot: Doctor.Dovecot?

    init(_ dovecot: Doctor.Dovecot?) {
        self.dovecot = dovecot
    }

    func findings() async -> [Finding] {
        guard let dovecot else {
            return [
                .skipped(
                    .doveadm,
                    "no mail store is configured",
                    remedy:
                        "set doveadm.keyFile, mailRoot and archiveRoot; without them only shadow mode and reports work"
                )
            ]
        }
        return await api(dovecot) + settings(dovecot)
    }

    private func api(_ dovecot: Doctor.Dovecot) async -> [Finding] {
        guard let probe = try? DoveadmProbe(endpoint: dovecot.endpoint, keyFile: dovecot.keyFile) else {
            return [.skipped(.doveadm, "the key cannot be read", remedy: "see configuration.secrets")]
        }
        let answer = Finding.judge(doveadm: await probe.post("[]"), endpoint: dovecot.endpoint)
        guard answer.outcome == .ok else { return [answer, .skipped(.mailFolders, "Dovecot does not answer")] }
        return [answer, await folders(dovecot, probe)]
    }

    /// Names of no account: what matters is where Dovecot would look.
    private func folders(_ dovecot: Doctor.Dovecot, _ probe: DoveadmProbe) async -> Finding {
        let uuid = "00000000-0000-4000-8000-000000000000"
        let copy = "0000000000000000"
        return .judge(
            removedHome: await probe.home(of: "\(uuid)@removed"),
            expected: "\(dovecot.mailRoot.trimmed)/\(uuid)",
            archivedHome: await probe.home(of: "\(uuid).\(copy)@archived"),
            expected: "\(dovecot.archiveRoot.trimmed)/\(uuid)/\(copy)"
        )
    }

    private func settings(_ dovecot: Doctor.Dovecot) async -> [Finding] {
        let file = dovecot.configurationFile.map { ["-c", $0] } ?? []
        let command = HostCommand(program: "/usr/bin/doveconf", arguments: file + DovecotSettings.names)
        guard command.exists else { return DovecotSettings.skipped("Dovecot is not on this host") }
        do {
            let outcome = try await command.run()
            guard outcome.code == 0 else {
                return DovecotSettings.skipped(
                    outcome.errors.split(separator: "\n").first.map(String.init) ?? "doveconf failed"
                )
            }
            return DovecotSettings(outcome.output).findings
        } catch {
            return DovecotSettings.skipped("doveconf: \(error)")
        }
    }
}

extension String {
    /// Without slashes at the end.
    fileprivate var trimmed: String {
        String(reversed().drop { $0 == "/" }.reversed())
    }
}

extension Finding {
    static func judge(doveadm answer: DoveadmProbe.Answer, endpoint: String) -> Finding {
        switch answer {
        case .body(let text) where text.hasPrefix("["): return .ok(.doveadm, "\(endpoint) answers to our key")
        case .body:
            return .failed(
                .doveadm,
                "\(endpoint) answers, but not as doveadm does",
                remedy: "correct doveadm.url; its path is /doveadm/v1"
            )
        case .unauthorized:
            return .failed(
                .doveadm,
                "\(endpoint) refuses our key",
                remedy: "make doveadm.keyFile and Dovecot's doveadm_api_key the same, then doveadm reload"
            )
        case .status(let code):
            return .failed(
                .doveadm,
                "\(endpoint) answers with status \(code)",
                remedy: "correct doveadm.url; its path is /doveadm/v1"
            )
        case .silence(let reason):
            return .failed(
                .doveadm,
                "\(endpoint) does not answer: \(reason)",
                remedy: "start Dovecot with the shipped configuration (service doveadm { inet_listener http })"
            )
        }
    }

    static func judge(removedHome: String?, expected live: String, archivedHome: String?, expected archive: String)
        -> Finding
    {
        let remedy = "make doveadm.mailRoot and archiveRoot the same as @MAIL_ROOT@ and @ARCHIVE_ROOT@ in dovecot.conf"
        guard let removedHome, let archivedHome else {
            return .failed(
                .mailFolders,
                "Dovecot does not know names of the form <entryUUID>@removed and …@archived",
                remedy:
                    "use the shipped dovecot.conf: its `protocol doveadm` section reaches homes without the directory"
            )
        }
        guard removedHome == live else {
            return .failed(
                .mailFolders,
                "Dovecot looks for a home at \(removedHome), the worker at \(live)",
                remedy: remedy
            )
        }
        guard archivedHome == archive else {
            return .failed(
                .mailFolders,
                "Dovecot looks for an archive at \(archivedHome), the worker at \(archive)",
                remedy: remedy
            )
        }
        return .ok(.mailFolders, "Dovecot and the worker mean the same folders")
    }
}
