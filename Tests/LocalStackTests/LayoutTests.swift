import Foundation
import Testing

@testable import LocalStack

/// Folders and templates.
@Suite struct LayoutTests {
    @Test func `a template's names are replaced, in comments they stay`() throws {
        let filled = try Template("# @A@ is a letter\nx = @A@-@B@ @a@\n").filled(["A": "1", "B": "\\2$"])
        #expect(filled == "# @A@ is a letter\nx = 1-\\2$ @a@\n")
    }

    @Test func `a name without a value is an error that names file and line`() throws {
        let error = #expect(throws: LocalStackError.self) {
            try Template("\nx = @MISSING@", source: "main.cf").filled([:])
        }
        #expect(error?.message == "main.cf, line 2: nothing to put for @MISSING@")
    }

    @Test func `a folder with something in it is not touched`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pamong-\(randomText(8))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data().write(to: folder.appending(path: "letter"))
        #expect(throws: LocalStackError.self) { try StackFolder(folder) }
    }

    @Test func `a folder too deep for sockets is refused`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pamong-\(randomText(80))")
        defer { try? FileManager.default.removeItem(at: folder) }
        let error = #expect(throws: LocalStackError.self) { try StackFolder(folder) }
        #expect(error?.message.contains("too long") == true)
    }

    @Test func `a given folder stays when the stack ends`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pamong-\(randomText(8))")
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = LocalStackOptions(servers: .directory)
        options.folder = folder
        try await withLocalStack(options) { stack async throws in
            #expect(stack.folder.url.path == folder.path)
        }
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: "log/slapd.log").path))
    }

    @Test func `the shipped files are found, and another folder is refused`() throws {
        let share = try ShareFolder.find()
        #expect(FileManager.default.fileExists(atPath: share.ldif.appending(path: "load.sh").path))
        #expect(throws: LocalStackError.self) { try ShareFolder(URL(filePath: "/usr")) }
    }

    @Test func `the optional Dovecot services are accepted by Dovecot`() async throws {
        var options = LocalStackOptions(servers: .mailboxes)
        options.dovecotAdditions = Set(DovecotServer.Addition.allCases)
        try await withLocalStack(options) { stack async throws in
            let ports = try stack.dovecot.ports
            #expect(LoopbackPort.answers(ports.sieve) && LoopbackPort.answers(ports.submission))
        }
    }
}
