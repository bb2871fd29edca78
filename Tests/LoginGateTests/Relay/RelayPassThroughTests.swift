import Foundation
import LDAPClient
import LocalStack
import NIOCore
import TestEntries
import Testing

@testable import LoginGate

/// Real clients, the real slapd: through the gate everything is as without it.
@Suite struct RelayPassThroughTests {
    @Test func `an account logs in, reads itself and is told a wrong password`() async throws {
        try await withLocalStack(RelayDirectory.options()) { stack in
            try await withGate(stack.slapd.gateUpstream) { gate in
                try await LDAPConnection.withConnection(gate.configuration(try RelayDirectory.login())) { connection in
                    let who = try await connection.whoAmI()
                    #expect(who.lowercased() == "dn:" + RelayDirectory.dn("satu").lowercased())
                    let again = await #expect(throws: LDAPError.self) {
                        try await connection.bind(try RelayDirectory.login("dua", "x"))
                    }
                    #expect(again?.code == .invalidCredentials)
                    let nobody = try await connection.whoAmI()
                    #expect(nobody == "")
                    try await connection.bind(try RelayDirectory.login("dua", "rahasia-dua"))
                    let other = try await connection.whoAmI()
                    #expect(other.contains("dua@uji.go.id"))
                }
                let wrong = gate.configuration(try RelayDirectory.login("satu", "salah"))
                let error = await #expect(throws: LDAPError.self) {
                    try await LDAPConnection.withConnection(wrong) { _ in }
                }
                #expect(error?.code == .invalidCredentials)
            }
        }
    }

    @Test func `thousands of entries are the same byte for byte`() async throws {
        try await withLocalStack(RelayDirectory.options(others: 5_000)) { stack in
            try await withGate(stack.slapd.gateUpstream) { gate in
                let worker = stack.slapd.dn(of: .worker)
                let password = try String(contentsOf: stack.slapd.passwordFile(of: .worker), encoding: .utf8)
                func answer(_ port: Int) async throws -> (Int, [WireMessage]) {
                    let client = try RawConnection(port: port)
                    let login = try await client.ask(.bind(id: 1, worker, password))
                    #expect(login.code == 0)
                    // Two searches at the same time, the second one's answers among the first one's.
                    try await client.send(
                        WireMessage.search(id: 2, base: SampleEntries.suffix, attributes: ["*", "+"]).bytes
                            + WireMessage.whoAmI(id: 3).bytes
                    )
                    var messages: [WireMessage] = []
                    var isOver = [2: false, 3: false]
                    while isOver.values.contains(false) {
                        let message = try await client.expect()
                        if message.id == 2 { messages.append(message) }
                        if [0x65, 0x78].contains(message.tag) { isOver[message.id] = true }
                    }
                    return (messages.count, messages)
                }
                let direct = try await answer(Int(stack.slapd.port))
                let through = try await answer(gate.port)
                #expect(direct.0 > 5_000)
                #expect(through == direct)
            }
        }
    }

    @Test func `command line tools get the same answers`() async throws {
        try await withLocalStack(RelayDirectory.options(others: 300)) { stack in
            try await withGate(stack.slapd.gateUpstream) { gate in
                let login = ["-x", "-D", stack.slapd.dn(of: .worker), "-y", stack.slapd.passwordFile(of: .worker).path]
                let dn = RelayDirectory.dn("satu")
                let commands: [(String, [String])] = [
                    (
                        "ldapsearch",
                        ["-LLL", "-b", SampleEntries.suffix, "-E", "pr=37/noprompt", "(mail=u1*)", "mail", "entryCSN"]
                    ),
                    ("ldapsearch", ["-LLL", "-b", SampleEntries.suffix, "-z", "10", "(mail=*)", "mail"]),
                    (
                        "ldapsearch",
                        ["-LLL", "-b", SampleEntries.suffix, "-e", "!assert=(sn=tidak)", "(mail=*)", "mail"]
                    ),
                    ("ldapsearch", ["-b", "cn=tidak,dc=ada", "(x=y)"]), ("ldapsearch", ["-b", "", "-s", "base", "+"]),
                    ("ldapwhoami", []), ("ldapcompare", [dn, "sn:satu@uji.go.id"]), ("ldapcompare", [dn, "sn:lain"]),
                    ("ldapdelete", [dn]), ("ldapexop", ["1.2.3.4.5"]),
                ]
                for (tool, arguments) in commands {
                    var outcomes: [(ChildProcess.Exit, Data, Data)] = []
                    for uri in [stack.slapd.gateURI, gate.uri] {
                        let run = ShortCommand(
                            "/usr/bin/\(tool)",
                            login + ["-H", uri] + arguments,
                            environment: ["LDAPNOINIT": ""]
                        )
                        let outcome = try await run.outcome()
                        outcomes.append((outcome.exit, outcome.output, outcome.errors))
                    }
                    #expect(outcomes[0] == outcomes[1], "\(tool) \(arguments)")
                    #expect(outcomes[0].1.count + outcomes[0].2.count > 0, "\(tool) \(arguments)")
                }
            }
        }
    }

    @Test func `writes with controls, passwords and references pass in both directions`() async throws {
        try await withLocalStack(RelayDirectory.options()) { stack in
            let password = try String(contentsOf: stack.slapd.adminPasswordFile, encoding: .utf8)
            let admin = LDAPAuthentication.simple(try DistinguishedName(stack.slapd.adminDN), LDAPSecret(password))
            let dn = try DistinguishedName(RelayDirectory.dn("satu"))
            try await withGate(stack.slapd.gateUpstream) { gate in
                try await LDAPConnection.withConnection(gate.configuration(admin)) { connection in
                    let modified = try await connection.modify(
                        dn,
                        [.replace("sn", "Baru")],
                        controls: [.assertion(.equal("mail", "satu@uji.go.id")), .postRead(["sn"])]
                    )
                    #expect(try modified.postReadEntry()?.string(of: "sn") == "Baru")
                    let objection = await #expect(throws: LDAPError.self) {
                        try await connection.modify(
                            dn,
                            [.replace("sn", "x")],
                            controls: [.assertion(.equal("sn", "lama"))]
                        )
                    }
                    #expect(objection?.code == .assertionFailed)
                    let isEqual = try await connection.compare(dn, "sn", Array("Baru".utf8))
                    #expect(isEqual)
                    try await connection.modifyPassword(of: dn, to: LDAPSecret("sandi-lain-sekali"))
                    let copy = dn.parent?.child("mail", "tiga@uji.go.id")
                    let name = try #require(copy)
                    try await connection.modifyDN(dn, to: try #require(name.rdn))
                    let moved = try await connection.entry(name, attributes: ["sn"])
                    #expect(moved?.string(of: "sn") == "Baru")
                    try await connection.delete(name)
                    let gone = try await connection.entry(name)
                    #expect(gone == nil)
                }
            }
        }
    }

    @Test func `after a refusal that came behind slapd's success nobody is logged in`() async throws {
        let judge = TestJudge(opening: { bind, loop in
            let conclusion = BindConclusion { _ in
                loop.makeSucceededFuture(BindRefusal(resultCode: 53, message: "aktifkan"))
            }
            return loop.makeSucceededFuture(.ask(name: bind.nameText, password: bind.password, conclusion: conclusion))
        })
        try await withLocalStack(RelayDirectory.options()) { stack in
            try await withGate(stack.slapd.gateUpstream, judge: judge) { gate in
                try await LDAPConnection.withConnection(gate.configuration()) { connection in
                    let error = await #expect(throws: LDAPError.self) {
                        try await connection.bind(try RelayDirectory.login())
                    }
                    #expect(error?.code == .unwillingToPerform)
                    #expect(error?.diagnosticMessage == "aktifkan")
                    let who = try await connection.whoAmI()
                    #expect(who == "")
                    let found = try? await connection.entry(try DistinguishedName(RelayDirectory.dn("satu")))
                    #expect(found == nil)
                }
            }
        }
    }

    @Test func `slapd killed, hanging and back again: nobody is let in meanwhile`() async throws {
        try await withLocalStack(RelayDirectory.options()) { stack in
            try await withGate(stack.slapd.gateUpstream, { $0.limits.bind = .milliseconds(500) }) { gate in
                try await LDAPConnection.withConnection(gate.configuration()) { connection in
                    try await stack.slapd.suspend()
                    let slow = await #expect(throws: LDAPError.self) {
                        try await connection.bind(try RelayDirectory.login())
                    }
                    #expect(slow?.code == .busy)
                    stack.slapd.resume()
                }
            }
            try await withGate(stack.slapd.gateUpstream) { gate in
                try await LDAPConnection.withConnection(gate.configuration(try RelayDirectory.login())) { connection in
                    await stack.slapd.kill()
                    await #expect(throws: LDAPError.self) { _ = try await connection.whoAmI() }
                }
                let dead = await #expect(throws: LDAPError.self) {
                    try await LDAPConnection.withConnection(gate.configuration(try RelayDirectory.login())) { _ in }
                }
                #expect(dead?.code == .unavailable)
                try await stack.slapd.start()
                try await LDAPConnection.withConnection(gate.configuration(try RelayDirectory.login())) { _ in }
            }
        }
    }
}
