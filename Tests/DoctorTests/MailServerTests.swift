import Foundation
import Glibc
import LDAPClient
import LocalStack
import Testing

@testable import Doctor

/// Real Dovecot and Postfix with the shipped configuration.
@Suite(.enabled(if: geteuid() == 0, "only root can start Postfix"))
struct MailServerTests {
    @Test func `sound mail servers pass, and each fault is found`() async throws {
        var slapd = SlapdOptions()
        slapd.entries = Sample.tenant + Sample.account("budi")
        try await withLocalStack(LocalStackOptions(servers: .everything, slapd: slapd)) { stack in
            var configuration = try Sample.configuration(stack)
            let dovecot = try stack.dovecot
            configuration.dovecot = Doctor.Dovecot(
                endpoint: dovecot.doveadmURI,
                keyFile: dovecot.keyFile.path,
                mailRoot: dovecot.mailRoot.path,
                archiveRoot: dovecot.archiveRoot.path,
                configurationFile: dovecot.configuration.path
            )
            configuration.postfixFolder = try stack.postfix.configuration.path
            let sound = await Doctor(configuration).examine()
            #expect(sound.worst == .ok, "\(sound.table())")

            var wrong = configuration
            wrong.dovecot?.keyFile = try stack.folder.secretFile("wrong.key", "not-this-key").path
            #expect(await outcome(.doveadm, wrong) == .failed)
            wrong = configuration
            wrong.dovecot?.mailRoot = "/srv/elsewhere"
            #expect(await outcome(.mailFolders, wrong) == .failed)
            wrong = configuration
            wrong.dovecot?.endpoint = "http://127.0.0.1:1/doveadm/v1"
            #expect(await outcome(.doveadm, wrong) == .failed)

            let local = dovecot.configuration.deletingLastPathComponent().appending(path: "local.conf")
            try append("auth_cache_size = 10M\nauth_cache_ttl = 1 hour\nimap_hibernate_timeout = 30s\n", to: local)
            #expect(await outcome(.loginCache, configuration) == .failed)
            #expect(await outcome(.hibernation, configuration) == .failed)

            for maps in ["static:everybody", "ldap:/nowhere.cf", ""] {
                let main = try stack.postfix.configuration.appending(path: "main.cf")
                try append("virtual_mailbox_maps = \(maps)\n", to: main)
                #expect(await outcome(.postfixTables, configuration) == .failed, "\(maps)")
            }
        }
    }

    private func outcome(_ check: Check, _ configuration: Doctor.Configuration) async -> Finding.Outcome? {
        await Doctor(configuration).examine().findings.first { $0.check == check }?.outcome
    }

    private func append(_ settings: String, to file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        try (text + settings).write(to: file, atomically: true, encoding: .utf8)
    }
}
