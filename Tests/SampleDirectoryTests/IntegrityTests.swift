import Foundation
import LDAPClient
import LocalStack
import Testing

@Suite struct `What no entry may break, whoever writes it` {
    private static let siti = Places.account("siti", Places.bandung)
    private static let longLocalPart = String(repeating: "a", count: 65)

    /// Tries a change as the manager, whom no access rule binds, without effect.
    private func isAllowed(_ dn: String, _ change: LDAPModification) async throws -> Bool {
        let server = try await AccessRulesDirectory.shared.server()
        let address = try #require(LDAPServer(uri: server.adminURI))
        return try await LDAPConnection.withConnection(LDAPConfiguration(server: address, authentication: .external)) {
            do {
                return try await AccessAttempt.modify(dn, [change]).outcome(on: $0) == .allowed
            } catch let error as LDAPError where [.constraintViolation, .invalidAttributeSyntax].contains(error.code) {
                return false
            }
        }
    }

    @Test(arguments: [
        ("pamongAccountStatus", "closed", true), ("pamongAccountStatus", "Active", false),
        ("pamongAccountStatus", "gone", false), ("pamongAccountStatus", "", false),
        ("pamongQuota", "1000000", true), ("pamongQuota", "9999999999999", true), ("pamongQuota", "999999", false),
        ("pamongQuota", "10000000000000", false), ("pamongQuota", "-1073741824", false), ("pamongQuota", "0", false),
        ("mailLocalAddress", "a@mail.go.id", true), ("mailLocalAddress", "a.b-c_d9@sub.mail.go.id", true),
        ("mailLocalAddress", "A@mail.go.id", false), ("mailLocalAddress", "a@mail", false),
        ("mailLocalAddress", "a", false), ("mailLocalAddress", ".a@mail.go.id", false),
        ("mailLocalAddress", "a@-mail.go.id", false), ("mailLocalAddress", "a b@mail.go.id", false),
        ("mailLocalAddress", "a*@mail.go.id", false), ("mailLocalAddress", "\(longLocalPart)@mail.go.id", false),
        ("mailRoutingAddress", "Orang.Lain+x@Contoh.com", true), ("mailRoutingAddress", "a@b, c@d", false),
        ("pamongTotpSecret", "$pamong1$2026b$c2VhbGVk", true), ("pamongTotpSecret", "JBSWY3DPEHPK3PXP", false),
        ("pamongTotpPending", "$pamong1$2026b$", false),
        ("mailHost", "narada.mail.go.id", true), ("mailHost", "narada", false), ("mailHost", "10.0.0.1", false),
    ])
    func `values of accounts have a shape`(_ attribute: AttributeName, _ value: String, _ allowed: Bool) async throws {
        #expect(try await isAllowed(Self.siti, .replace(attribute, value)) == allowed)
    }

    @Test(arguments: [
        ("accept", true), ("reject", true), ("drop", false), ("Accept", false),
    ])
    func `a service accepts or rejects mail for the blocked`(_ value: String, _ allowed: Bool) async throws {
        #expect(try await isAllowed(Places.service, .replace("pamongBlockedMail", value)) == allowed)
    }

    @Test(arguments: [("active", true), ("left", true), ("gone", false)])
    func `a tenant's status is one of the steps`(_ value: String, _ allowed: Bool) async throws {
        #expect(try await isAllowed(Places.bandung, .replace("pamongTenantStatus", value)) == allowed)
    }

    @Test(arguments: [
        ("20260102000000Z$cn=x$nda$", true), ("20260102000000Z$cn=x$left$why", true),
        ("20260102000000Z$cn=x$gone$", false),
        ("20260102000000Z$$nda$", false), ("yesterday$cn=x$nda$", false), ("20260102000000Z$cn=x$nda$a$b", false),
        ("nda", false),
    ])
    func `a tenant's record says when, who and which step`(_ value: String, _ allowed: Bool) async throws {
        #expect(try await isAllowed(Places.bandung, .add("pamongTenantRecord", value)) == allowed)
    }

    @Test(arguments: [("baru.go.id", true), ("Baru.go.id", false), ("baru", false)])
    func `a requested domain is one`(_ value: String, _ allowed: Bool) async throws {
        #expect(try await isAllowed(Places.bandung, .replace("pamongRequestedDomain", value)) == allowed)
    }

    @Test func `an alias belongs to one account, an address and a domain to one entry`() async throws {
        #expect(try await !isAllowed(Self.siti, .add("mailLocalAddress", "budi_lain@bandungkab.go.id")))
        #expect(try await !isAllowed(Self.siti, .add("mail", "baru@bandungkab.go.id")), "a second address")
        #expect(try await !isAllowed(Self.siti, .replace("mailLocalAddress", "BUDI_lain@bandungkab.go.id")))
        #expect(try await !isAllowed(Places.service, .add("associatedDomain", "pemkomedan.go.id")))
        #expect(try await isAllowed(Places.service, .add("associatedDomain", "lain.go.id")))
        #expect(try await !isAllowed(Places.confirmedDomain, .add("associatedDomain", "lain.go.id")), "one name each")
    }

    @Test func `no new name brings a domain's confirmation along, not even the manager's`() async throws {
        let server = try await AccessRulesDirectory.start()
        let change = """
            dn: \(Places.listedDomain)
            changetype: modrdn
            newrdn: associatedDomain=lain.go.id+pamongMxStatus=correct
            deleteoldrdn: 1

            """
        let error = await #expect(throws: LocalStackError.self) { try await server.modify(change) }
        #expect("\(error.debugDescription)".contains("no equality matching rule"), "\(error.debugDescription)")
        await end(server)
    }

    @Test func `a group follows its member's new name, and keeps nobody when the last one goes`() async throws {
        let server = try await AccessRulesDirectory.start()
        func members() async throws -> String {
            try await server.search("(cn=*)", base: "cn=administrators,\(Places.bandung)", attributes: ["member"])
        }
        let admin = Places.account("admin", Places.bandung)
        let renamed = Places.account("pengelola", Places.bandung)
        try await server.modify(
            "dn: \(admin)\nchangetype: modrdn\nnewrdn: mail=pengelola@bandungkab.go.id\ndeleteoldrdn: 1\n"
        )
        try await waitUntil("the group follows") { try await members().contains("member: \(renamed)") }
        try await server.modify("dn: \(renamed)\nchangetype: delete\n")
        try await waitUntil("nobody is left") {
            try await members().contains("member: cn=nobody,ou=system,\(Places.suffix)")
        }
        #expect(try await !members().contains("mail="))
        await end(server)
    }

    @Test func `the worker learns who changed what, but no password and no key`() async throws {
        let server = try await AccessRulesDirectory.start()
        let admin = Places.account("admin", Places.bandung)
        let change = """
            dn: \(Self.siti)
            changetype: modify
            replace: pamongAccountStatus
            pamongAccountStatus: blocked
            -
            replace: userPassword
            userPassword: rahasia-baru-2

            """
        try await server.modify(change, as: .account(dn: admin, password: AccessRulesDirectory.password))
        try await server.modify("dn: \(Self.siti)\nchangetype: modify\ndelete: pamongTotpSecret\n")
        let log = try await server.search(
            "(reqDN=\(Self.siti))",
            base: "cn=accesslog",
            attributes: ["*", "entryCSN"],
            as: .identity(.worker)
        )
        #expect(log.contains("reqMod: pamongAccountStatus:= blocked\n"))
        #expect(log.contains("reqAuthzID: \(admin)\n"))
        #expect(log.contains("reqEntryUUID: "))
        #expect(log.contains("entryCSN: "))
        for secret in ["userPassword", "Totp", "rahasia", "ARGON2", "reqOld"] { #expect(!log.contains(secret)) }
        let everything = try await server.search("(reqDN=\(Self.siti))", base: "cn=accesslog")
        #expect(everything.contains("pamongTotpSecret"), "the log does hold it")
        // slapd's module ends a hash with two zero bytes, so LDIF shows it in base64.
        let encoded = everything.matches(of: /reqMod:: (\S+)/).compactMap { Data(base64Encoded: String($0.1)) }
        let changes = encoded.map { String(decoding: $0, as: UTF8.self) }
        #expect(changes.contains { $0.hasPrefix("userPassword:= {ARGON2}$argon2") }, "a new password is hashed")
        #expect(!everything.contains("rahasia-baru-2"))
        await end(server)
    }

    private func end(_ server: SlapdServer) async {
        await server.stop()
        server.folder.remove()
    }
}
