import DirectoryModel
import Foundation
import Testing

@testable import WebPortal

/// Turns, listings and files, without a server.
struct KeepingTests {
    @Test func `uploads take turns in order of arrival, as far as there is room`() {
        var turns = UploadTurns(room: 10)
        for (id, size) in [("a", 6), ("b", 6), ("c", 1), ("huge", 99)] {
            turns.add(.init(id: id, task: .plan, size: size))
        }
        #expect(turns.next()?.id == "a")
        #expect(turns.next() == nil, "b waits for room, and c behind b")
        turns.end("a")
        #expect(turns.next()?.id == "b")
        #expect(turns.next()?.id == "c")
        #expect(turns.next() == nil)
        turns.end("b")
        #expect(turns.next() == nil, "what is larger than the room works alone")
        turns.end("c")
        #expect(turns.next()?.id == "huge")
        turns.add(.init(id: "d", task: .write, size: 1))
        #expect(turns.withdraw("d") && !turns.withdraw("d") && !turns.withdraw("huge"))
    }

    @Test func `a listed row reads as it was written, whatever it holds`() throws {
        let note = ListedRow.Note(
            column: "kuota",
            rule: "broken-value",
            before: "\"x\n\u{1E}\u{1F}\" is no quota",
            after: ""
        )
        let row = ListedRow(line: 3, address: "a@b.id", notes: [note, note])
        #expect(row.text.filter { $0 == "\n" }.count == 1 && row.text.hasSuffix("\n"))
        let read = try #require(ListedRow(text: String(row.text.dropLast())))
        #expect(read.line == 3 && read.address == "a@b.id" && read.notes.count == 2)
        #expect(read.notes[0].before == "\"x   \" is no quota")
        for broken in ["", "x", "3", "a\u{1F}b", "3\u{1F}a\u{1E}b"] { #expect(ListedRow(text: broken) == nil) }
    }

    @Test func `a listing is paged, and a place that is none shows nothing`() throws {
        let folder = try UploadFolder(NSTemporaryDirectory() + "listing-\(UUID())")
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let file = folder.path + "/rows"
        let lines = (1...120).map { ListedRow(line: $0, address: "a\($0)@b.id", notes: []).text }
        try PrivateFile.replace(file, with: lines.joined().utf8)
        var (start, found): (UInt64?, [Int]) = (0, [])
        while let from = start {
            let page = try #require(try ListedPage(file: file, from: from))
            #expect(page.rows.count <= ListedPage.size)
            found += page.rows.map(\.line)
            start = page.next
        }
        #expect(found == Array(1...120))
        #expect(try ListedPage(file: file, from: 3) == nil)
        #expect(try ListedPage(file: file, from: .max) == nil)
        #expect(try ListedPage(file: file + "x", from: 0) == nil)
    }

    @Test func `files are for their owner alone, and what never came to its end is taken away`() throws {
        let folder = try UploadFolder(NSTemporaryDirectory() + "uploads-\(UUID())")
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try folder.make("half")
        var half = try PrivateFile(folder.file("half"))
        try half.write([1, 2, 3])
        try half.finish()
        let mode = try FileManager.default.attributesOfItem(atPath: folder.file("half"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int == 0o700)
        #expect(throws: PrivateFile.Failure.self) { _ = try PrivateFile(folder.file("half")) }
        #expect(try folder.all().isEmpty && !FileManager.default.fileExists(atPath: folder.path + "/half"))
        #expect(throws: PrivateFile.Failure.self) { try UploadFolder("/nowhere/at/all") }
    }

    @Test func `a workbook is not taken for a table`() {
        #expect(FileKind.of(Array("PK\u{3}\u{4}....".utf8), name: "a.csv") == .foreign)
        #expect(FileKind.of(Array("%PDF-1.7".utf8), name: "a.csv") == .foreign)
        #expect(FileKind.of(Array("alamat,n".utf8), name: "a.CSV").format == "csv")
        #expect(FileKind.of(Array("dn: a".utf8), name: "A.LDIF").format == "ldif")
    }

    @Test func `numbers have their thousands apart`() {
        #expect(GroupedNumber.text(128_992, .indonesian) == "128.992")
        #expect(GroupedNumber.text(1_000_000, .english) == "1,000,000")
        #expect(GroupedNumber.text(999, .english) == "999" && GroupedNumber.text(0, .english) == "0")
    }
}
