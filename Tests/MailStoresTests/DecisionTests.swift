import DirectoryModel
import Foundation
import SyncEngine
import Testing

@testable import MailStores

/// The parts that need no server.
struct DecisionTests {
    private let a = EntryUUID(high: 1, low: 1)
    private let b = EntryUUID(high: 2, low: 2)
    private let budi = MailAddress(trusted: "budi@x")
    private let siti = MailAddress(trusted: "siti@x")
    private let ani = MailAddress(trusted: "ani@x")

    private func rounds(_ operations: [MailStoreOperation], batchSize: Int = 50) -> [[OperationSchedule.Unit]] {
        OperationSchedule(operations, batchSize: batchSize).rounds
    }

    @Test func `a block travels in one batch, in order`() {
        #expect(
            rounds([.flushLogins([budi, siti]), .disconnect(budi), .disconnect(siti), .countSessions(budi)])
                == [[.batch([0, 1, 2, 3])]]
        )
    }

    @Test func `a common login name keeps operations together, whatever the batch size`() {
        let operations = [
            MailStoreOperation.disconnect(budi), .disconnect(siti), .disconnect(ani), .flushLogins([budi, ani]),
        ]
        #expect(rounds(operations, batchSize: 1) == [[.batch([0, 2, 3]), .batch([1])]])
    }

    @Test func `many creations fill batches`() {
        let operations = (0..<5).map { MailStoreOperation.createMailbox(EntryUUID(high: 9, low: $0)) }
        #expect(rounds(operations, batchSize: 2) == [[.batch([0, 1]), .batch([2, 3]), .batch([4])]])
    }

    @Test func `an archive waits for every flush and kick before it, and for what its mailbox waits for`() {
        let operations: [MailStoreOperation] = [
            .flushLogins([budi]), .disconnect(budi), .archive(a), .flushLogins([siti]), .disconnect(siti), .archive(b),
            .purge(a),
        ]
        #expect(
            rounds(operations)
                == [[.batch([0, 1, 3, 4])], [.procedure(2), .procedure(5)], [.procedure(6)]]
        )
    }

    @Test func `a flush waits for the restore before it`() {
        #expect(
            rounds([.restore(a), .createMailbox(a), .flushLogins([budi])]) == [[.procedure(0)], [.batch([1, 2])]]
        )
    }

    @Test func `nothing asked is nothing done`() { #expect(rounds([]).isEmpty) }

    @Test func `a command is written as JSON, whatever is in its values`() throws {
        let command = DoveadmCommand(
            name: "kick",
            parameters: ["mask": .list(["a\"b\\c\u{1}\n"]), "force": .flag(true), "user": .text("é")]
        )
        let body = String(decoding: DoveadmCommand.body([command, command]), as: UTF8.self)
        let one = #"["kick",{"force":true,"mask":["a\"b\\c\u0001\u000a"],"user":"é"},"#
        #expect(body == "[\(one)\"0\"],\(one)\"1\"]]")
    }

    @Test func `replies are read in their kinds`() {
        let text = #"""
            [["doveadmResponse",[{"path":"x","size":7,"ok":true}],"0"],["error",{"type":"exitCode", "exitCode":68},"1"],
             ["error",{"type":"unknownMethod", "exitCode":67},"2"]]
            """#
        #expect(
            DoveadmReply.read(Data(text.utf8), count: 3)
                == [.rows([["path": "x", "size": "7", "ok": "true"]]), .exitCode(68), .refused("unknownMethod")]
        )
    }

    @Test(arguments: [
        #"[["doveadmResponse",[],"1"]]"#, #"[["doveadmResponse",[],"0"],["doveadmResponse",[],"1"]]"#, "[]", "",
        #"[["somethingElse",[],"0"]]"#, #"[["error",{"type":"exitCode"},"0"]]"#,
        #"[["doveadmResponse",[{"a":null}],"0"]]"#,
    ])
    func `a reply that does not answer just what was asked is none`(text: String) {
        #expect(DoveadmReply.read(Data(text.utf8), count: 1) == nil)
    }

    @Test func `an unknown method is no missing user, a missing user no missing session`() {
        #expect(QuickOperation.kick(budi).answer(to: .exitCode(68)) == .done)
        #expect(QuickOperation.create(a).answer(to: .exitCode(65)) == .done)
        for reply in [DoveadmReply.refused("unknownMethod"), .exitCode(67), .exitCode(77)] {
            guard case .failed(_, isRetriable: false) = QuickOperation.create(a).answer(to: reply) else {
                Issue.record("\(reply)")
                continue
            }
        }
        guard case .failed(_, isRetriable: true) = QuickOperation.create(a).answer(to: .exitCode(75)) else {
            Issue.record("a temporary failure that may not be tried again")
            return
        }
    }

    @Test func `sessions of others are not counted`() {
        let rows = [["username": "Budi@x", "connections": "2"], ["username": "budi@xy", "connections": "5"]]
        #expect(QuickOperation.who(budi).answer(to: .rows(rows)) == .sessions(2))
    }

    @Test func `a census tells which messages another lacks, copies counted`() throws {
        func row(_ folder: String, _ uid: String, _ guid: String) -> [String: String] {
            ["mailbox": folder, "uid": uid, "guid": guid]
        }
        let all = try #require(MailCensus([row("INBOX", "1", "g"), row("INBOX", "2", "g"), row("Sent", "1", "g")]))
        let some = try #require(MailCensus([row("INBOX", "9", "g")]))
        #expect(all.missing(in: some) == ["INBOX": ["2"], "Sent": ["1"]])
        #expect(some.missing(in: all).isEmpty)
        #expect(all.count == 3)
        #expect(MailCensus([["mailbox": "INBOX", "uid": "1"]]) == nil)
    }

    @Test func `message files are told from indexes`() {
        let sdbox = DovecotMailStore.MailLocation.sdbox()
        #expect(sdbox.holdsMessage("mail/mailboxes/INBOX/dbox-Mails/u.1"))
        #expect(!sdbox.holdsMessage("mail/mailboxes/INBOX/dbox-Mails/dovecot.index.log"))
        #expect(!sdbox.holdsMessage("sieve/u.1"))
        let maildir = DovecotMailStore.MailLocation.maildir()
        #expect(maildir.holdsMessage("Maildir/new/1.x") && maildir.holdsMessage("Maildir/.Sent/cur/1.x:2,S"))
        #expect(!maildir.holdsMessage("Maildir/tmp/1.x") && !maildir.holdsMessage("Maildir/dovecot-uidlist"))
    }

    @Test func `names of copies never come twice and sort by age`() {
        let copies = (0..<1000).map { _ in ArchiveCopy.unused() }
        #expect(copies == copies.sorted() && Set(copies).count == 1000)
        #expect(copies.allSatisfy { ArchiveCopy($0.description) == $0 })
        #expect(ArchiveCopy("..") == nil && ArchiveCopy("0123456789abcdeF") == nil)
    }

    @Test func `a key prints as dots`() throws {
        let path = FileManager.default.temporaryDirectory.path + "/pamong-key-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        for (text, encoded) in [
            ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj"), ("key-of-a-test", "a2V5LW9mLWEtdGVzdA=="),
        ] {
            try (text + "\n").write(toFile: path, atomically: false, encoding: .utf8)
            chmod(path, 0o600)
            let key = try DoveadmKey(file: path)
            #expect(key.authorization == "X-Dovecot-API \(encoded)")
            var dumped = ""
            dump(key, to: &dumped)
            #expect("\(key)" == "••••••••" && String(reflecting: key) == "••••••••" && !dumped.contains(text + text))
        }
    }

    @Test func `a listing names the accounts and passes over other folders`() throws {
        let body =
            #"[["doveadmResponse",[{"path":"\#(a)"},{"path":"lost+found"},{"path":"q\"u"},{"path":"\#(b)"}],"0"]]"#
        #expect(HomeListing(Data(body.utf8))?.accounts == [a, b])
        #expect(HomeListing(Data(#"[["doveadmResponse",[],"0"]]"#.utf8))?.accounts == [])
    }

    @Test func `a listing that is cut off anywhere is none`() {
        let body = Data(#"[["doveadmResponse",[{"path":"\#(a)"},{"path":"\#(b)"}],"0"]]"#.utf8)
        for length in 0..<body.count { #expect(HomeListing(body.prefix(length)) == nil) }
        #expect(HomeListing(body + Data("x".utf8)) == nil)
        #expect(HomeListing(Data(#"[["error",{"type":"exitCode", "exitCode":75},"0"]]"#.utf8)) == nil)
    }
}
