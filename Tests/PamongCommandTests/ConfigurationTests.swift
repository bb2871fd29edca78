import ConfigurationFiles
import Foundation
import LDAPClient
import Logging
import MailStores
import ProcessSurroundings
import SyncEngine
import Testing

@testable import pamong

struct ConfigurationTests {
    private static let good = """
        directory:
          uri: ldap://127.0.0.1:389
          suffix: dc=mail,dc=go,dc=id
          external: true
        mailHost: Narada.mail.go.id

        """

    /// Loads a text as a file would be; the folder goes away afterwards.
    private func load(_ yaml: String, environment: [String: String] = [:]) async throws -> PamongConfiguration {
        let folder = try TemporaryFolder()
        let file = try folder.write(yaml, to: "pamong.yaml")
        return try await PamongConfiguration.load(file: file, environment: environment)
    }

    private func problems(_ yaml: String, environment: [String: String] = [:]) async -> [ConfigurationError.Problem] {
        do {
            _ = try await load(yaml, environment: environment)
            return []
        } catch let error as ConfigurationError {
            return error.problems
        } catch {
            Issue.record("another error: \(error)")
            return []
        }
    }

    @Test func `defaults are those of the policy, and the mail host is folded`() async throws {
        let configuration = try await load(Self.good)
        #expect(configuration.policy == SyncPolicy(mailHost: "narada.mail.go.id"))
        #expect(configuration.mailStore == nil)
        #expect(configuration.api.socket == "/run/pamong/worker.sock")
        #expect(configuration.timeZone.identifier == "Asia/Jakarta")
        #expect(configuration.auditInterval == .seconds(21_600))
    }

    @Test func `values have real types`() async throws {
        let configuration = try await load(
            Self.good + """
                sync: { retention: 30d, settleTime: 250ms, retry: { longest: 1h30m }, lanes: 4 }
                guard: { tenant: { count: 7, share: 0.25, minimum: 1 } }
                log: { level: debug, format: json }
                timeZone: Asia/Makassar
                """
        )
        #expect(configuration.policy.retention == .seconds(30 * 86_400))
        #expect(configuration.policy.settleTime == .milliseconds(250))
        #expect(configuration.policy.retry.longest == .seconds(5400))
        #expect(configuration.policy.limits.tenant == GuardLimits.Limit(count: 7, share: 0.25, minimum: 1))
        #expect(configuration.log == PamongConfiguration.Log(level: .debug, format: .json))
        #expect(configuration.timeZone.identifier == "Asia/Makassar")
    }

    @Test func `the environment stands above the file`() async throws {
        let configuration = try await load(
            Self.good + "sync: { settleTime: 1m }\n",
            environment: ["PAMONG_SYNC_SETTLE_TIME": "2s", "PAMONG_MAIL_HOST": "yamadipati.mail.go.id"]
        )
        #expect(configuration.policy.settleTime == .seconds(2))
        #expect(configuration.policy.mailHost == "yamadipati.mail.go.id")
    }

    @Test(arguments: ConfigurationKey.allCases) func `every key can be overridden by its variable`(
        key: ConfigurationKey
    ) async throws {
        // A value that no key allows shows that the variable is read; keys that allow any text are checked elsewhere.
        let anyText: Set<ConfigurationKey> = [.mailHost]
        guard !anyText.contains(key) else { return }
        let wrong = key == .directoryBindDN || key == .directorySuffix ? "=" : "\u{1}"
        let found = await problems(Self.good, environment: [key.environmentName: wrong])
        #expect(found.contains { $0.key == key.rawValue && $0.place == key.environmentName }, "\(found)")
    }

    @Test func `an unknown key is refused with its line and the key that was meant`() async throws {
        let found = await problems(Self.good + "sync:\n  setleTime: 5s\n")
        #expect(found.map(\.message) == ["there is no such key; did you mean sync.settleTime?"])
        #expect(found.first?.place.hasSuffix("pamong.yaml:7") == true)
        #expect(found.first?.key == "sync.setleTime")
    }

    @Test func `an unknown override is refused, another program's variable is not`() async throws {
        let found = await problems(
            Self.good,
            environment: ["PAMONG_SYNC_SETLE_TIME": "5s", "PAMONG_SHARE": "/srv", "PAMONG_CONFIG": "/x"]
        )
        #expect(found.map(\.key) == ["PAMONG_SYNC_SETLE_TIME"])
        #expect(found.first?.message.contains("PAMONG_SYNC_SETTLE_TIME") == true)
    }

    @Test(arguments: [
        ("sync: { retention: 90 }", "sync.retention", "a duration such as"),
        ("sync: { retention: 5m }", "sync.retention", "at least 1h"),
        ("sync: { lanes: many }", "sync.lanes", "a whole number from 1 to 64"),
        ("sync: { lanes: 0 }", "sync.lanes", "a whole number from 1 to 64"),
        ("sync: { believableAbsence: 20% }", "sync.believableAbsence", "a share from 0 to 1"),
        ("guard: { all: { share: 2 } }", "guard.all.share", "a share from 0 to 1"),
        ("log: { level: loud }", "log.level", "one of trace, debug, info"),
        ("log: { format: xml }", "log.format", "one of logfmt, json"),
        ("timeZone: Mars/Olympus", "timeZone", "a time zone"),
        ("state: { path: state.sqlite }", "state.path", "an absolute path"),
        ("metrics: { listen: 0.0.0.0:9154 }", "metrics.listen", "a loopback address"),
        ("api: { listen: 127.0.0.1:9155 }", "api.tokenFile", "is missing"),
        ("api: { listen: 127.0.0.1:9155, socket: /run/x }", "api.listen", "both set"),
        ("doveadm: { mailRoot: /srv/mail }", "doveadm.keyFile", "is missing"),
        (
            "doveadm: { url: ftp://x, keyFile: /nowhere, mailRoot: /a, archiveRoot: /b }", "doveadm.url",
            "an http:// or https:// URL"
        ),
        (
            "doveadm: { mailFormat: mbox, keyFile: /nowhere, mailRoot: /a, archiveRoot: /b }", "doveadm.mailFormat",
            "one of sdbox, maildir"
        ),
        ("sync: { lanes: [1, 2] }", "sync.lanes", "is a list"),
        ("colour: blue", "colour", "there is no such key"),
    ])
    func `a bad value is refused with what is allowed`(yaml: String, key: String, message: String) async throws {
        let found = await problems(Self.good + yaml + "\n")
        #expect(found.contains { $0.key == key && $0.message.contains(message) }, "\(found)")
    }

    @Test func `what is missing is named, all of it at once`() async throws {
        let found = await problems("log: { level: info }\n")
        #expect(Set(found.map(\.key)) == ["directory.uri", "directory.suffix", "directory.bindDN", "mailHost"])
    }

    @Test func `one way of signing in is allowed`() async throws {
        let found = await problems(Self.good.replacing("external: true", with: "external: true\n  bindDN: cn=worker"))
        #expect(found.map(\.key) == ["directory.external"])
    }

    @Test func `a password that others may read is refused, its owner's alone is taken`() async throws {
        let folder = try TemporaryFolder()
        let secret = try folder.write("sangat-rahasia\n", to: "password", mode: 0o640)
        let yaml = Self.good.replacing("external: true", with: "bindDN: cn=worker,dc=x\n  passwordFile: \(secret)")
        let found = await problems(yaml)
        #expect(found.map(\.key) == ["directory.passwordFile"])
        #expect(found.first?.message.contains("chmod 600") == true)
        #expect(!found.contains { $0.description.contains("sangat-rahasia") })
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
        #expect(try await load(yaml).directory.identity == .password(.init("cn=worker,dc=x"), file: secret))
        #expect(try SecretFile.read(secret).withBytes { Array($0) } == Array("sangat-rahasia".utf8))
    }

    @Test(arguments: ["just text", "a: [", ""]) func `what is no configuration is refused as a whole`(text: String)
        async throws
    {
        #expect(await problems(text).map(\.key) == ["file"])
    }

    @Test func `the shipped example holds every key and loads once its secrets are there`() async throws {
        let folder = try TemporaryFolder()
        let example = try Self.example()
        let password = try folder.write("x\n", to: "directory.password", mode: 0o600)
        let key = try folder.write("y\n", to: "doveadm.key", mode: 0o600)
        let text = example.replacing("/etc/pamong/directory.password", with: password).replacing(
            "/etc/pamong/doveadm.key",
            with: key
        )
        let file = try folder.write(text, to: "pamong.yaml")
        #expect(Set(try ConfigurationOutline(path: file).lines.keys) == Set(ConfigurationKey.allCases.map(\.rawValue)))
        let configuration = try await PamongConfiguration.load(file: file, environment: [:])
        #expect(configuration.policy == SyncPolicy(mailHost: "narada.mail.go.id"), "the example shows the defaults")
        #expect(configuration.mailStore?.mailRoot == "/srv/mail/home")
    }

    private static func example() throws -> String {
        var folder = URL(filePath: #filePath)
        while folder.path != "/" {
            let file = folder.appending(path: "Config/pamong.yaml")
            if FileManager.default.fileExists(atPath: file.path) {
                return try String(contentsOf: file, encoding: .utf8)
            }
            folder.deleteLastPathComponent()
        }
        throw CocoaError(.fileNoSuchFile)
    }
}

struct DurationTextTests {
    @Test(arguments: [
        ("90d", 7_776_000_000), ("1h30m", 5_400_000), ("5s", 5000), ("250ms", 250), ("1m 5s", 65_000), ("0s", 0),
    ])
    func `durations are read`(text: String, milliseconds: Int) {
        #expect(DurationText.parse(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "5", "s", "5 parsecs", "-5s", "5s5", "1.5h", "99999999999999999999d", "9223372036854775807d"])
    func `what is no duration is refused`(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(arguments: [(93_784_000, "1d 2h"), (65_000, "1m 5s"), (250, "0.25s"), (3_600_000, "1h"), (0, "0.0s")])
    func `durations are written with two units`(milliseconds: Int, text: String) {
        #expect(DurationText.format(.milliseconds(milliseconds)) == text)
    }
}

struct SuggestionTests {
    @Test func `the nearest name is suggested, a distant one is not`() {
        let names = ["sync.settleTime", "sync.lanes", "log.level"]
        #expect(Suggestion.nearest(to: "sync.setletime", among: names) == "sync.settleTime")
        #expect(Suggestion.nearest(to: "colour", among: names) == nil)
        #expect(Suggestion.distance("kitten", "sitting") == 3)
    }
}
