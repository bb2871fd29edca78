internal import DirectoryModel
internal import LDAPClient

/// The directory as the worker sees it once it has signed in. Each look is a check of its own: one that fails takes no
/// other with it.
struct WorkerView {
    private let connection: LDAPConnection
    private let directory: Doctor.Directory
    private let mailHost: String

    init(_ connection: LDAPConnection, directory: Doctor.Directory, mailHost: String) {
        self.connection = connection
        self.directory = directory
        self.mailHost = mailHost
    }

    func look(into result: inout DirectoryExamination.Result) async {
        result.findings.append(await look(at: .suffix, suffix))
        result.findings.append(await look(at: .services, services))
        result.findings.append(await look(at: .schema, schema))
        result.findings.append(await look(at: .contentSync, contentSync))
        let limits = await limits()
        result.findings.append(limits.finding)
        result.readableEntries = limits.entries
        let sample = await sampleAccount()
        if case .success(let account?) = sample { result.sampleAddress = account.string(of: "mail") }
        result.findings.append(await look(at: .rights) { rights(try sample.get()) })
        result.findings.append(await look(at: .secrets) { try await secrets(try sample.get()) })
        result.findings.append(await look(at: .changeLog, changeLog))
        result.findings.append(await look(at: .clock, clock))
    }

    private func look(at check: Check, _ body: () async throws -> Finding) async -> Finding {
        do {
            return try await body()
        } catch {
            return .failed(
                check,
                "the directory refused to tell: \(error)",
                remedy: "look at the directory's access rules"
            )
        }
    }

    private func suffix() async throws -> Finding {
        let contexts =
            try await connection.entry(.root, attributes: ["namingContexts"])?.strings(of: "namingContexts") ?? []
        let isThere = try await connection.entry(directory.suffix, attributes: [.noAttributes]) != nil
        return .judge(suffix: directory.suffix, isThere: isThere, namingContexts: contexts)
    }

    private func services() async throws -> Finding {
        let search = LDAPSearch(
            base: directory.suffix,
            filter: .equal("objectClass", "pamongService"),
            attributes: ["cn"]
        )
        return .judge(services: try await connection.entries(search).compactMap { $0.string(of: "cn") })
    }

    private func schema() async throws -> Finding {
        let root = try await connection.entry(.root, attributes: ["subschemaSubentry"])
        let name = try DistinguishedName(root?.string(of: "subschemaSubentry") ?? "cn=Subschema")
        let entry = try await connection.entry(name, attributes: ["attributeTypes", "objectClasses"])
        let known = (entry?.strings(of: "attributeTypes") ?? []) + (entry?.strings(of: "objectClasses") ?? [])
        return .judge(schema: SchemaNames(definitions: known))
    }

    private func contentSync() async throws -> Finding {
        let root = try await connection.entry(.root, attributes: ["supportedControl"])
        let controls = root?.strings(of: "supportedControl") ?? []
        let top = try await connection.entry(directory.suffix, attributes: ["contextCSN"])
        return .judge(supportedControls: controls, contextCSNs: top?.strings(of: "contextCSN") ?? [])
    }

    /// Reads every entry's name, unasked for any limit, as the worker does.
    private func limits() async -> (finding: Finding, entries: Int?) {
        var count = 0
        do {
            let search = LDAPSearch(base: directory.suffix, attributes: [.noAttributes], timeout: .seconds(300))
            for try await _ in try await connection.search(search) { count += 1 }
            return (.judge(readEntries: count), count)
        } catch {
            return (.judge(limitError: error, after: count), nil)
        }
    }

    /// An active account of this mail host, else any account; `nil` when there is none.
    private func sampleAccount() async -> Result<LDAPEntry?, any Error> {
        let active = LDAPFilter.and([
            .equal("objectClass", "pamongAccount"), .equal("pamongAccountStatus", "active"),
            .equal("mailHost", mailHost),
        ])
        do {
            for filter in [active, .equal("objectClass", "pamongAccount")] {
                let search = LDAPSearch(
                    base: directory.suffix,
                    filter: filter,
                    attributes: [.allUser, .allOperational]
                )
                if let found = try await first(search) { return .success(found) }
            }
            return .success(nil)
        } catch {
            return .failure(error)
        }
    }

    /// The first entry of a search, which is then given up; `nil` only when it ended well without any.
    private func first(_ search: LDAPSearch) async throws -> LDAPEntry? {
        for try await entry in try await connection.search(search) { return entry }
        return nil
    }

    private func rights(_ sample: LDAPEntry?) -> Finding {
        guard let sample else {
            return .skipped(.rights, "there is no account to try it on", remedy: "try again when there are accounts")
        }
        return .judge(visibleOf: sample.dn, needed: Finding.neededAttributes.filter { sample.contains($0) })
    }

    private func secrets(_ sample: LDAPEntry?) async throws -> Finding {
        let names = Finding.secretAttributes
        let found = try await first(
            LDAPSearch(
                base: directory.suffix,
                filter: .or(names.map { .present($0) }),
                attributes: names,
                timeLimit: .seconds(30)
            )
        )
        var seen = names.filter { name in sample?.contains(name) ?? false }
        if let found { seen += names.filter { found.contains($0) && !seen.contains($0) } }
        return .judge(visibleSecrets: seen, searchable: found?.dn)
    }

    private func changeLog() async throws -> Finding {
        do {
            let search = LDAPSearch(
                base: try DistinguishedName("cn=accesslog"),
                scope: .base,
                attributes: [.noAttributes]
            )
            return .judge(changeLogIsReadable: !(try await connection.entries(search).isEmpty))
        } catch let error as LDAPError where error.code == .noSuchObject || error.code == .insufficientAccessRights {
            return .judge(changeLogIsReadable: false)
        }
    }

    private func clock() async throws -> Finding {
        let before = Timestamp.now
        let name = try DistinguishedName("cn=Current,cn=Time,cn=Monitor")
        let time: LDAPEntry?
        do {
            time = try await connection.entry(name, attributes: ["monitorTimestamp"])
        } catch let error as LDAPError where error.code == .insufficientAccessRights || error.code == .noSuchObject {
            time = nil
        }
        let theirs = time?.string(of: "monitorTimestamp").flatMap { Timestamp(generalizedTime: Array($0.utf8)) }
        let top = try await connection.entry(directory.suffix, attributes: ["contextCSN"])
        let newest = (top?.strings(of: "contextCSN") ?? []).compactMap { ChangeSequenceNumber($0)?.microseconds }.max()
        return .judge(
            clock: theirs,
            askedAt: before,
            answeredAt: .now,
            newestChange: newest.map(Timestamp.init(microseconds:))
        )
    }
}
