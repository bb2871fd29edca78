import DirectoryModel
import Foundation
import Glibc
import LocalStack
import Testing
import TwoFactor

@testable import WebPortal

/// A person's last sign-ins, from the gate's own log.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct SignInHistoryTests {
    @Test func `people see their own last sign-ins in their words, and nobody else's`() async throws {
        let rig = try await PortalRig.shared()
        let (person, other) = (rig.person(of: PortalRig.early), rig.person(of: PortalRig.early))
        let log = try rig.stack.gate.auditLog
        _ = try await rig.gateAccepts(person, PortalRig.password, for: "imap")
        _ = try await rig.gateAccepts(other, "salah-sekali", for: "pop3")
        _ = try await rig.gateAccepts(person, "salah-sekali", for: "submission")
        try await waitUntil("the gate has written its verdicts") {
            try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
                .contains { $0.contains(person) && $0.contains("submission") }
        }
        try await rig.serving({ $0.gateLog = log.path }) { browser, _ in
            #expect(try await browser.get("/akun/masuk-terakhir").path == "/masuk")
            let account = try await browser.signIn(person, PortalRig.password)
            #expect(account.text.contains("href=\"/akun/masuk-terakhir\""))
            let page = try await browser.get("/akun/masuk-terakhir")
            #expect(page.title == "Riwayat masuk")
            for text in [
                "Mengirim email (SUBMISSION)", "kata sandi salah", "Membaca email (IMAP)", "Server layanan ini",
            ] {
                #expect(page.text.contains(text), "\(text) in \(page.text)")
            }
            #expect(!page.text.contains("POP3"), "somebody else's")
            let refused = try #require(page.text.range(of: "SUBMISSION"))
            let admitted = try #require(page.text.range(of: "IMAP"))
            #expect(refused.lowerBound < admitted.lowerBound, "the newest first")
            let english = try await browser.get("/bahasa/en?ke=/akun/masuk-terakhir")
            #expect(english.text.contains("the password was wrong") && english.title == "Recent sign-ins")
        }
    }

    @Test func `a log that cannot be read is said to be so`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        for (path, text) in [
            (nil, SignInHistoryText.historyNotKept), ("/nonexistent/audit.log", .historyUnreadable),
            (FileManager.default.temporaryDirectory.path, .historyUnreadable),
        ] {
            try await rig.serving({ $0.gateLog = path }) { browser, lines in
                try await browser.signIn(person, PortalRig.password)
                let page = try await browser.get("/akun/masuk-terakhir")
                #expect(page.status == 200 && page.text.contains(text.text(in: .indonesian)), "\(page.text)")
                #expect((path == nil) != lines.text.contains("the gate's log cannot be read"))
            }
        }
    }
}

/// Reading a log from its end.
struct LogReadingTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID())")
    private var path: String { folder.appending(path: "audit.log").path }
    private let person = EntryUUID(high: 0x6ba7_b810_9dad_11d1, low: 0x80b4_00c0_4fd4_30c8)
    private let stranger = EntryUUID(high: 1, low: 2)
    private let now = Timestamp(microseconds: 1_780_000_000_000_000)

    private func line(_ account: EntryUUID, _ age: Duration, client: String = "192.0.2.1") -> [UInt8] {
        VerdictRecord(
            time: now - age,
            account: "siti@mail.go.id",
            entryUUID: account,
            service: "mail.go.id",
            protocol: .imap,
            client: client,
            outcome: .admitted,
            reason: .appPassword,
            microseconds: 812
        ).jsonLine
    }

    private func withLogs(_ present: [UInt8]?, _ moved: [UInt8]? = nil, _ body: () async throws -> Void) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try present.map { try Data($0).write(to: URL(filePath: path)) }
        try moved.map { try Data($0).write(to: URL(filePath: path + ".1")) }
        try await body()
    }

    @Test func `one person's lines are found in a log of many blocks, the newest first, across the blocks' edges`()
        async throws
    {
        // Four megabytes and more; a line of this person's every so often, wherever the blocks end.
        var log: [UInt8] = []
        var expected: [String] = []
        for number in 0..<20_000 {
            let age = Duration.seconds(20_000 - number)
            if number % 1_100 == 7 {
                log += line(person, age, client: "10.0.0.\(number / 1_100)")
                expected.insert("10.0.0.\(number / 1_100)", at: 0)
            } else {
                log += line(stranger, age)
            }
        }
        #expect(log.count > 4 * LogTail.blockSize)
        try await withLogs(log) {
            let findings = try await SignInHistory(path: path).recent(of: person, now: now)
            #expect(findings.records.map(\.client) == expected && !findings.isCut)
            let cut = try await SignInHistory(path: path, greatestLength: LogTail.blockSize).recent(
                of: person,
                now: now
            )
            #expect(cut.isCut && !cut.records.isEmpty && cut.records.count < expected.count)
        }
    }

    @Test func `twenty at most, no older ones, and the log that was moved away is read after the present one`()
        async throws
    {
        let present = (1...3).reversed().flatMap { line(person, .seconds($0), client: "10.0.0.\($0)") }
        let moved = (4...40).reversed().flatMap { line(person, .seconds($0), client: "10.0.0.\($0)") }
        try await withLogs(present, moved) {
            let records = try await SignInHistory(path: path).recent(of: person, now: now).records
            #expect(records.map(\.client) == (1...20).map { "10.0.0.\($0)" })
        }
        let old = SignInHistory.period + .seconds(1)
        try await withLogs(line(person, old) + line(person, .seconds(5)), line(person, old)) {
            let records = try await SignInHistory(path: path).recent(of: person, now: now).records
            #expect(records.count == 1)
        }
        try await withLogs([]) {
            let records = try await SignInHistory(path: path).recent(of: person, now: now).records
            #expect(records.isEmpty)
        }
        try await withLogs(nil) {
            await #expect(throws: LogTailError.self) {
                try await SignInHistory(path: path).recent(of: person, now: now)
            }
        }
    }

    @Test func `a half line, a line of no known form and one without end harm nobody`() async throws {
        let half = Array("{\"entryUUID\":\"\(person)\",\"time\"".utf8)
        let endless = [UInt8](repeating: UInt8(ascii: "x"), count: 3 * LogTail.blockSize)
        let good = line(person, .seconds(9), client: "10.0.0.9")
        let log = good + endless + Array("\n".utf8) + half + Array("\n".utf8) + line(person, .seconds(2)) + half
        try await withLogs(log) {
            let records = try await SignInHistory(path: path).recent(of: person, now: now).records
            #expect(records.map(\.client) == ["192.0.2.1", "10.0.0.9"])
        }
    }

    @Test(arguments: ["abcabd", "aaa", "a", "dabcab"])
    func `a text is found where it first is`(_ text: String) {
        for place in ["abcabcabd", "xaaa", "", "a", "abcab", "aabaaab", "dabcabd", "zzzzzzdabca"] {
            let bytes = (Array("??".utf8) + Array(place.utf8))[2...]
            let expected = place.range(of: text).map {
                2 + place.utf8.distance(from: place.startIndex, to: $0.lowerBound)
            }
            #expect(SearchedText(text).firstIndex(in: bytes) == expected, "\(text) in \(place)")
        }
        #expect(SearchedText("").firstIndex(in: [1, 2]) == nil)
    }

    @Test func `every verdict has words in both languages`() {
        for reason in VerdictReason.allCases {
            for purpose in LoginProtocol.allCases {
                let record = VerdictRecord(
                    time: now,
                    account: nil,
                    protocol: purpose,
                    client: "local",
                    outcome: .refused,
                    reason: reason,
                    microseconds: 1
                )
                for language in Language.allCases {
                    #expect(!record.way(in: language).isEmpty && !record.way(in: language).contains("{"))
                    #expect(!record.reasonText.text(in: language).isEmpty)
                }
            }
        }
    }
}
