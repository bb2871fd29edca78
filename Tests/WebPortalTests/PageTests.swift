import DirectoryModel
import Foundation
import Hummingbird
import Logging
import Mustache
import Testing
import TwoFactor

@testable import WebPortal

/// The texts and templates, without a server.
struct PageTests {
    @Test func `every text is there in both languages, with the same blanks`() {
        let (all, translated) = (WordTables.texts(in: .indonesian), WordTables.texts(in: .english))
        for (text, indonesian) in all {
            let english = translated[text] ?? ""
            #expect(!indonesian.isEmpty && !english.isEmpty, "\(text)")
            let blanks = /\{[a-z]+\}/
            #expect(
                indonesian.matches(of: blanks).map { String($0.output) }.sorted()
                    == english.matches(of: blanks).map { String($0.output) }.sorted(),
                "\(text)"
            )
        }
    }

    @Test func `a text's name stands in one table only`() {
        func names<Table: WordTable>(_ table: Table.Type) -> [String] { table.allCases.map(\.rawValue) }
        let names = WordTables.all.flatMap { names($0) }
        #expect(
            names.count == Set(names).count,
            "\(Dictionary(grouping: names, by: \.self).filter { $1.count > 1 }.keys)"
        )
    }

    @Test func `the templates use only texts there are, and every form carries the token`() throws {
        let names = Set(WordTables.texts(in: .english).keys)
        _ = try MustacheLibrary.pages()
        let layout = PackageResources.layout_mustache
        for source in ([layout] + PageName.all.map(\.source)).map({ String(decoding: $0, as: UTF8.self) }) {
            for match in source.matches(of: /\{\{t\.([a-zA-Z]+)\}\}/) {
                #expect(names.contains(String(match.output.1)), "\(match.output.1)")
            }
            // What only asks carries no token: it would stand in the address.
            let forms = source.matches(of: /<form[^>]* method="post"/).count
            #expect(source.matches(of: /<form/).count == source.matches(of: /<form[^>]* method="(post|get)"/).count)
            #expect(source.components(separatedBy: "name=\"token\"").count - 1 == forms)
            let scripts = source.matches(of: /<script(?! src="\/skrip\/[a-z\-]+\.js" defer><\/script>)/)
            #expect(scripts.isEmpty)
            for forbidden in ["<style", " style=", "javascript:", " onclick", "http://", "https://"] {
                #expect(!source.contains(forbidden), "\(forbidden)")
            }
        }
    }

    @Test func `labels name every field that is typed into`() {
        for page in PageName.all {
            let source = String(decoding: page.source, as: UTF8.self)
            for match in source.matches(of: /<input id="([a-z]+)"/) {
                #expect(source.contains("<label for=\"\(match.1)\">"), "\(page.template): \(match.1)")
            }
        }
    }

    @Test func `what is written in brackets in the directory stays text on the page`() throws {
        let template = try MustacheTemplate(string: "{{value}}")
        #expect(template.render(["value": "<b>\"&"]).contains("<b>") == false)
    }

    @Test func `days are named in both languages, in the zone of the readers`() throws {
        let time = try #require(Timestamp(generalizedTime: "20260125170000Z".utf8))
        let jakarta = try #require(TimeZone(identifier: "Asia/Jakarta"))
        #expect(PageDate(timeZone: jakarta, language: .indonesian).text(time) == "26 Januari 2026")
        #expect(PageDate(timeZone: jakarta, language: .english).text(time - .seconds(1)) == "25 January 2026")
    }

    @Test func `only a known proxy's word for the client counts`() {
        func client(_ forwarded: [String], _ trusted: Set<String>) -> String {
            ClientAddress.of(peer: "192.0.2.1", forwarded: forwarded, trustedProxies: trusted)
        }
        #expect(client(["10.0.0.9"], []) == "192.0.2.1")
        #expect(client(["198.51.100.7"], ["192.0.2.1"]) == "198.51.100.7")
        #expect(client(["10.9.9.9, 198.51.100.7", "192.0.2.2"], ["192.0.2.1", "192.0.2.2"]) == "198.51.100.7")
        #expect(client(["<script>"], ["192.0.2.1"]) == "192.0.2.1")
    }

    @Test func `a form is read byte for byte, and what is none is refused`() throws {
        let form = try FormFields(ByteBuffer(string: "a=b%2Bc+d&leer=&label=%C3%A9"))
        #expect(form.secret("a") == SecretBytes("b+c d"))
        #expect(form.secret("leer") == nil && form.isTicked("leer") && !form.isTicked("x"))
        #expect(form.text("label") == "é")
        for broken in ["a=%2", "a=%zz", "a=1&a=2"] {
            #expect(throws: Detour.badRequest) { try FormFields(ByteBuffer(string: broken)) }
        }
    }

    @Test func `attempts are counted per window`() {
        let now = Timestamp(microseconds: 0)
        var window = AttemptWindow(now: now)
        let minute = Duration.seconds(60)
        #expect((1...4).map { _ in window.take(limit: 3, window: minute, now: now) } == [true, true, true, false])
        let isAllowedAgain = window.take(limit: 3, window: minute, now: now + minute)
        #expect(isAllowedAgain)
    }

    @Test func `a session is over after its limits, and with what revokes it`() throws {
        let begun = Timestamp(microseconds: 1_000_000_000)
        var session = Session(.anonymous, formToken: "x", now: begun)
        let (idle, lifetime) = (Duration.seconds(10), Duration.seconds(30))
        #expect(!session.isOver(at: begun + .seconds(9), idle: idle, lifetime: lifetime))
        #expect(session.isOver(at: begun + .seconds(10), idle: idle, lifetime: lifetime))
        session.lastSeen = begun + .seconds(29)
        #expect(session.isOver(at: begun + .seconds(30), idle: idle, lifetime: lifetime))
        let address = try #require(MailAddress("a@b.id"))
        let person = Session.Person(
            address,
            EntryUUID(high: 1, low: 2),
            by: .passwordAndCode,
            revoked: begun,
            now: begun
        )
        #expect(!person.isRevoked(begun) && person.isRevoked(begun + .seconds(1)) && !person.isRevoked(nil))
        #expect(person.hasSteppedUp(at: begun + .seconds(599)) && !person.hasSteppedUp(at: begun + .seconds(600)))
    }

    @Test func `a password that waits for its code is forgotten in time`() async throws {
        let store = SessionStore(idleLimit: .seconds(900), lifetime: .seconds(3600))
        let address = try #require(MailAddress("a@b.id"))
        let now = Timestamp.now
        let waiting = Session.WaitingSignIn(
            address: address,
            password: SecretBytes("rahasia"),
            expires: now + Session.WaitingSignIn.lifetime
        )
        let token = try await store.begin(.waiting(waiting), now: now).token
        await store.sweep(now: now + .seconds(119))
        guard case .waiting? = await store.session(token, now: now)?.standing else {
            Issue.record("it was forgotten too early")
            return
        }
        await store.sweep(now: now + .seconds(120))
        guard case .anonymous? = await store.session(token, now: now)?.standing else {
            Issue.record("it was kept too long")
            return
        }
    }
}
