public import LocalStack

/// What is recorded of an account's codes, as tests look at it and change it as the manager. Accounts are named by their DN.
extension SlapdServer {
    /// The name of an account's record, whether there is one or not.
    public func codeRecord(of account: String) async throws -> String {
        let found = try await search("(objectClass=*)", base: account, scope: "base", attributes: ["entryUUID"])
        guard let line = found.split(separator: "\n").first(where: { $0.hasPrefix("entryUUID: ") }) else {
            throw LocalStackError("\(account) has no entryUUID")
        }
        return "pamongAccountUUID=\(line.dropFirst(11)),cn=codes"
    }

    /// One attribute's value; `nil` without it, and without a record.
    public func recorded(_ attribute: String, of account: String) async throws -> String? {
        let uuid = try await codeRecord(of: account).split(separator: ",")[0]
        let found = try await search("(\(uuid))", base: "cn=codes", attributes: [attribute])
        return found.split(separator: "\n").first { $0.hasPrefix("\(attribute): ") }
            .map { String($0.dropFirst(attribute.count + 2)) }
    }

    /// Makes the record as an activation leaves it, with so many wrong codes.
    public func beginCodes(of account: String, failures: Int = 0) async throws {
        let name = try await codeRecord(of: account)
        let uuid = name.split(separator: ",")[0].split(separator: "=")[1]
        try await modify(
            "dn: \(name)\nobjectClass: pamongCodeRecord\npamongAccountUUID: \(uuid)\npamongTotpFailures: \(failures)\n"
        )
    }

    /// Lets the codes of all steps of the window be used again.
    public func forgetSteps(of account: String) async throws {
        try await modify(
            "dn: \(try await codeRecord(of: account))\nchangetype: modify\nreplace: pamongTotpLastStep\n"
        )
    }

    /// Puts another number of wrong codes in an account's record.
    public func setWrongCodes(_ failures: Int, of account: String) async throws {
        try await modify(
            "dn: \(try await codeRecord(of: account))\nchangetype: modify\n"
                + "replace: pamongTotpFailures\npamongTotpFailures: \(failures)\n"
        )
    }
}
