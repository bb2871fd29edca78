import Foundation
import MailStores
import SyncEngine
import Testing

/// What is refused before Dovecot is asked anything.
struct ConfigurationTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/pamong-key-\(UUID().uuidString)"

    private func withKey(_ text: String, mode: mode_t = 0o600, _ body: (String) async throws -> Void) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try text.write(toFile: folder + "/key", atomically: false, encoding: .utf8)
        chmod(folder + "/key", mode)
        try await body(folder + "/key")
    }

    private func settings(_ keyFile: String) -> DovecotMailStore.Configuration {
        DovecotMailStore.Configuration(
            endpoint: "http://127.0.0.1:1/doveadm/v1",
            keyFile: keyFile,
            mailRoot: "/srv/mail",
            archiveRoot: "/srv/archive"
        )
    }

    private func refusal(_ settings: DovecotMailStore.Configuration) async throws -> MailStoreFailure {
        try await #require(throws: MailStoreFailure.self) { try await DovecotMailStore.withStore(settings) { _ in } }
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o444] as [mode_t])
    func `a key file that others may read is refused`(mode: mode_t) async throws {
        try await withKey("a-secret", mode: mode) { file async throws in
            let failure = try await refusal(settings(file))
            #expect(!failure.isRetriable)
            #expect(failure.description.contains(file) && !failure.description.contains("a-secret"))
        }
    }

    @Test func `a key file that is missing, empty, a folder or endless is refused`() async throws {
        for text in ["", "\n", String(repeating: "k", count: 5000)] {
            try await withKey(text) { file async throws in #expect(try await !refusal(settings(file)).isRetriable) }
        }
        try await withKey("key") { _ async throws in
            #expect(try await refusal(settings(folder + "/none")).description.contains("cannot be opened"))
            chmod(folder, 0o700)
            #expect(try await refusal(settings(folder)).description.contains("is not a file"))
        }
    }

    @Test(arguments: [
        ("mail", "/srv/archive"), ("/srv/mail/../x", "/srv/archive"), ("/srv/mail", "/srv/mail/archive"),
        ("/srv/archive/mail", "/srv/archive"), ("/srv/mail", "/srv/mail"), ("/srv/ma:il", "/srv/archive"),
        ("/srv/ma il", "/srv/archive"), ("/", "/srv/archive"), ("/srv/mail/", "/srv/archive"),
        ("/srv/%n", "/srv/archive"),
    ])
    func `roots that could lead elsewhere are refused`(mailRoot: String, archiveRoot: String) async throws {
        try await withKey("key") { file async throws in
            var settings = settings(file)
            (settings.mailRoot, settings.archiveRoot) = (mailRoot, archiveRoot)
            #expect(try await !refusal(settings).isRetriable)
        }
    }

    @Test func `good settings are taken, and numbers that make no sense are not`() async throws {
        try await withKey("key") { file async throws in
            try await DovecotMailStore.withStore(settings(file)) { _ in }
            var settings = settings(file)
            settings.batchSize = 0
            #expect(try await !refusal(settings).isRetriable)
        }
    }
}
