internal import DirectoryModel
internal import LDAPClient
internal import TwoFactor

/// The records of codes: entries of their own below `cn=codes`, on the server that takes writes.
extension SecondFactorStore {
    /// The account with what is recorded of its codes. Without a second factor a record that is left over says nothing.
    func withCodes(_ account: SecondFactorEntry) async throws -> SecondFactorEntry {
        guard account.secret != nil else { return account }
        let name = try DistinguishedName(CodeRecord.name(of: account.uuid))
        let record = try await pool.withConnection { try await $0.entry(name, attributes: Self.recordAttributes) }
        var account = account
        account.codes = record.map { CodeRecord($0) } ?? CodeRecord()
        return account
    }

    /// The records of all accounts with wrong codes: few, and so the only ones worth keeping while all accounts pass by.
    func countedCodes() async throws -> [EntryUUID: CodeRecord] {
        let search = LDAPSearch(
            base: try DistinguishedName(CodeRecord.base),
            filter: .greaterOrEqual(SecondFactorAttributes.failures, "1"),
            attributes: Self.recordAttributes + [SecondFactorAttributes.accountUUID]
        )
        var records: [EntryUUID: CodeRecord] = [:]
        for entry in try await entries(search) {
            guard let account = entry.string(of: SecondFactorAttributes.accountUUID).flatMap({ EntryUUID($0) }) else {
                throw LDAPError(.insufficientAccessRights, "pamongAccountUUID of \(entry.dn) cannot be read")
            }
            records[account] = CodeRecord(entry)
        }
        return records
    }

    private func entries(_ search: LDAPSearch) async throws -> [LDAPEntry] {
        do {
            return try await pool.withConnection { try await $0.entries(search) }
        } catch let error as LDAPError where error.code == .noSuchObject {
            throw Self.databaseMissing
        }
    }

    /// How many accounts have wrong codes; `nil` when there is no `cn=codes` to record them in.
    public func accountsWithWrongCodes() async throws -> Int? {
        do {
            return try await countedCodes().count
        } catch let error as LDAPError where error == Self.databaseMissing {
            return nil
        }
    }

    /// Records the step of the code that activates a second factor, and begins the count anew. The last step never moves back: the
    /// code of a device that is being replaced could be used again.
    func recordActivation(_ step: Int64, of account: SecondFactorEntry) async throws {
        let cleared: [LDAPModification] = [
            .replace(SecondFactorAttributes.failures, "0"), .replace(SecondFactorAttributes.failedTime),
        ]
        let isForward = LDAPFilter.not(.greaterOrEqual(SecondFactorAttributes.lastStep, "\(step)"))
        do {
            try await change(
                account,
                cleared + [.replace(SecondFactorAttributes.lastStep, "\(step)")],
                assuming: isForward
            )
        } catch let error as LDAPError where error.code == .assertionFailed {
            try await change(account, cleared)
        } catch let error as LDAPError where error.code == .noSuchObject {
            try await begin(account, step)
        }
    }

    private func begin(_ account: SecondFactorEntry, _ step: Int64) async throws {
        let name = try DistinguishedName(CodeRecord.name(of: account.uuid))
        let attributes = [
            LDAPAttribute(SecondFactorAttributes.objectClass, CodeRecord.objectClass),
            LDAPAttribute(SecondFactorAttributes.accountUUID, account.uuid.description),
            LDAPAttribute(SecondFactorAttributes.failures, "0"),
            LDAPAttribute(SecondFactorAttributes.lastStep, "\(step)"),
        ]
        do {
            try await pool.withConnection { _ = try await $0.add(name, attributes) }
        } catch let error as LDAPError where error.code == .entryAlreadyExists {
            throw SecondFactorError.conflict(account.address)
        } catch let error as LDAPError where error.code == .noSuchObject {
            throw Self.databaseMissing
        }
    }

    /// Changes an account's record in one step. Throws `LDAPError`, with `.noSuchObject` when there is none.
    func change(
        _ account: SecondFactorEntry,
        _ changes: [LDAPModification],
        assuming assumption: LDAPFilter? = nil
    ) async throws {
        let name = try DistinguishedName(CodeRecord.name(of: account.uuid))
        try await pool.withConnection {
            try await $0.modify(name, changes, controls: assumption.map { [.assertion($0)] } ?? [])
        }
    }

    /// Not `.noSuchObject`: it is no account or service that is missing.
    private static let databaseMissing = LDAPError(
        .unwillingToPerform,
        "\(CodeRecord.base) is not there: load LDIF/config/11-codes-database.ldif and LDIF/codes, as `pamong doctor` says"
    )

    private static let recordAttributes: [AttributeName] = [
        SecondFactorAttributes.lastStep, SecondFactorAttributes.failures, SecondFactorAttributes.failedTime,
    ]
}

extension CodeRecord {
    /// A count that cannot be read is left to the help desk.
    fileprivate init(_ entry: LDAPEntry) {
        self.init(
            lastStep: entry.string(of: SecondFactorAttributes.lastStep).flatMap { Int64($0) },
            failures: entry.string(of: SecondFactorAttributes.failures).flatMap { Int($0) } ?? -1,
            failedTime: entry.value(of: SecondFactorAttributes.failedTime).flatMap { Timestamp(generalizedTime: $0) }
        )
    }
}
