internal import LDAPClient

/// Looks whether the directory lets the portal act for people (RFC 4370), and for nobody who may do more.
struct ActingExamination: Sendable {
    private let secondFactor: Doctor.SecondFactor
    private let directory: Doctor.Directory

    init(_ secondFactor: Doctor.SecondFactor, directory: Doctor.Directory) {
        self.secondFactor = secondFactor
        self.directory = directory
    }

    func finding() async -> Finding {
        do {
            guard let account = try await anyAccount() else {
                return .skipped(.acting, "there is no account yet that the portal could act for")
            }
            let others = ["worker", "gate", "replicator"].map { directory.suffix.child("ou", "system").child("cn", $0) }
            var powerful: [DistinguishedName] = []
            for name in [directory.suffix.child("cn", "admin")] + others where try await mayAct(as: name) {
                powerful.append(name)
            }
            return .judge(actsForPeople: try await mayAct(as: account), actsFor: powerful, secondFactor.bindDN)
        } catch {
            return .failed(
                .acting,
                "\(secondFactor.bindDN): \(error)",
                remedy: "check secondFactor.bindDN, secondFactor.passwordFile and secondFactor.providerUri"
            )
        }
    }

    private func anyAccount() async throws -> DistinguishedName? {
        try await LDAPConnection.withConnection(try directory.configuration(of: secondFactor)) { connection in
            let search = LDAPSearch(
                base: directory.suffix,
                filter: .equal("objectClass", "pamongAccount"),
                attributes: [.noAttributes],
                references: .ignore
            )
            for try await entry in try await connection.search(search) { return try entry.distinguishedName() }
            return nil
        }
    }

    private func mayAct(as name: DistinguishedName) async throws -> Bool {
        var acting = try directory.configuration(of: secondFactor)
        acting.authorization = name
        do {
            try await LDAPConnection.withConnection(acting) { _ = try await $0.whoAmI() }
            return true
        } catch let error as LDAPError where Self.saysNo.contains(error.code.rawValue) {
            return false
        }
    }

    /// authorizationDenied (RFC 4370, section 3), and what slapd says where it has no rule at all.
    private static let saysNo: Set<Int32> = [123, LDAPResultCode.insufficientAccessRights.rawValue]
}

extension Finding {
    static func judge(actsForPeople: Bool, actsFor powerful: [DistinguishedName], _ portal: DistinguishedName)
        -> Finding
    {
        if let name = powerful.first {
            return .failed(
                .acting,
                "\(portal) may act as \(name): whoever takes the portal over has the whole directory",
                remedy: "give authzTo of \(portal) the value of LDIF/tree/03-system.ldif: accounts, and nothing else"
            )
        }
        guard actsForPeople else {
            return .failed(
                .acting,
                "\(portal) may not act for people: the administrators' pages show nothing",
                remedy:
                    "olcAuthzPolicy is `to` in LDIF/config/01-global.ldif, authzTo stands in LDIF/tree/03-system.ldif"
            )
        }
        return .ok(.acting, "the portal acts for people, and as no service identity")
    }
}
