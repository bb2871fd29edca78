internal import LDAPClient

/// Reads slapd's own configuration, which only the manager may: local root over ldapi.
struct ServerSettingsExamination: Sendable {
    private let directory: Doctor.Directory

    init(_ directory: Doctor.Directory) {
        self.directory = directory
    }

    func findings(seen: DirectoryExamination.Result) async -> [Finding] {
        do {
            let settings = try await read()
            guard let database = settings.database(of: directory.suffix) else {
                return [
                    .failed(
                        .settings,
                        "slapd has no database for \(directory.suffix)",
                        remedy: "correct directory.suffix, or look at the right slapd"
                    )
                ]
            }
            return judgements(settings, database, seen)
        } catch {
            return [Finding.judge(settingsError: error, server: directory.administrationConfiguration().server)]
        }
    }

    private func read() async throws -> ServerSettings {
        let base = try DistinguishedName("cn=config")
        let filter = LDAPFilter.or([.present("olcDatabase"), .present("olcOverlay")])
        return try await LDAPConnection.withConnection(directory.administrationConfiguration()) { connection in
            ServerSettings(try await connection.entries(LDAPSearch(base: base, filter: filter)))
        }
    }

    private func judgements(
        _ settings: ServerSettings,
        _ database: ServerSettings.Database,
        _ seen: DirectoryExamination.Result
    ) -> [Finding] {
        var findings = [
            Finding.ok(.settings, "slapd's configuration was read"), .judge(syncOverlay: database.overlay("syncprov")),
            .judge(bindOverlaysIn: settings), .judge(indexes: database.settings["olcdbindex"] ?? []),
            .judge(accessRules: database.settings["olcaccess"] ?? []), .judge(overlays: database.overlays.map(\.kind)),
            .judge(durabilityOf: database),
        ]
        if let name = directory.identityName, seen.readableEntries ?? 501 <= 500 {
            findings.append(.judge(limits: (database.settings["olclimits"] ?? []).map(LimitRule.init), of: name))
        }
        return findings
    }
}

extension Finding {
    static func judge(settingsError error: any Error, server: LDAPServer) -> Finding {
        .skipped(
            .settings,
            "slapd's configuration cannot be read at \(server): \(error)",
            remedy: "run `pamong doctor` as root on the directory's host (its ldapi:// socket gives root cn=config)"
        )
    }
}
