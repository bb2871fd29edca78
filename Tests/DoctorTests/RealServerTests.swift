import DirectoryModel
import Foundation
import LDAPClient
import LocalStack
import StateDatabase
import Testing

@testable import Doctor

/// A real slapd with the shipped configuration, faults planted one by one.
@Suite(.serialized) struct RealServerTests {
    @Test func `a sound directory passes every check`() async throws {
        try await withDirectory { stack, configuration in
            let diagnosis = await Doctor(configuration).examine()
            let wrong = diagnosis.findings.filter { $0.outcome > .skipped }
            #expect(wrong.isEmpty, "\(diagnosis.table())")
            let skipped = Set(diagnosis.findings.filter { $0.outcome == .skipped }.map(\.check))
            #expect(skipped == [.doveadm, .postfixTables], "\(diagnosis.table())")
            #expect(
                Set(diagnosis.findings.map(\.check)).isSuperset(of: [.limits, .secrets, .loginRule, .clock, .changeLog])
            )
        }
    }

    @Test func `planted faults in slapd's configuration are found`() async throws {
        try await withDirectory { stack, configuration in
            for fault in Fault.all {
                try await stack.slapd.modify(fault.plant)
                let diagnosis = await Doctor(configuration).examine()
                let finding = diagnosis.findings.first { $0.check == fault.check }
                #expect(finding?.outcome == fault.outcome, "\(fault.check)\n\(diagnosis.table())")
                #expect(finding?.remedy != nil)
                try await stack.slapd.modify(fault.mend)
            }
            let after = await Doctor(configuration).examine()
            #expect(after.worst <= .skipped, "\(after.table())")
        }
    }

    @Test func `an overlay that decides about logins from outside is found`() async throws {
        try await withDirectory { stack, configuration in
            #expect(await outcome(.bindOverlay, configuration) == .ok)
            try await stack.slapd.modify(
                """
                dn: cn=module{0},cn=config
                changetype: modify
                add: olcModuleLoad
                olcModuleLoad: back_sock

                dn: olcOverlay=sock,olcDatabase={2}mdb,cn=config
                changetype: add
                objectClass: olcOverlayConfig
                objectClass: olcOvSocketConfig
                olcOverlay: sock
                olcDbSocketPath: \(stack.folder.url.path)/none.sock
                olcOvSocketOps: compare

                """
            )
            #expect(await outcome(.bindOverlay, configuration) == .failed)
        }
    }

    @Test func `being cut off is found by asking alone`() async throws {
        var options = SlapdOptions()
        options.entries = Sample.tenant + (1...600).map { Sample.account("u\($0)") }.joined()
        try await withDirectory(options) { stack, configuration in
            var configuration = configuration
            configuration.directory.administration = .socket(path: "/nowhere")
            #expect(await outcome(.limits, configuration) == .ok)
            #expect(await outcome(.settings, configuration) == .skipped)
            try await stack.slapd.modify(Fault.limits.plant)
            #expect(await outcome(.limits, configuration) == .failed)
        }
    }

    @Test func `a wrong password, suffix and server are each named`() async throws {
        try await withDirectory { stack, configuration in
            var wrong = configuration
            let file = try stack.folder.secretFile("wrong.password", "not-this")
            wrong.directory.identity = .password(try DistinguishedName(stack.slapd.dn(of: .worker)), file: file.path)
            #expect(await outcome(.signIn, wrong) == .failed)
            #expect(await outcome(.limits, wrong) == .skipped)
            wrong = configuration
            wrong.directory.suffix = try DistinguishedName("dc=example,dc=org")
            #expect(await outcome(.suffix, wrong) == .failed)
            #expect(await outcome(.settings, wrong) == .failed)
            wrong = configuration
            wrong.directory.server = .plain(host: "127.0.0.1", port: 1)
            #expect(await outcome(.reach, wrong) == .failed)
            #expect(await outcome(.signIn, wrong) == .skipped)
            wrong = configuration
            wrong.directory.gate = .socket(path: "/nowhere")
            #expect(await outcome(.gate, wrong) == .failed)
            wrong.directory.gate = nil
            #expect(await outcome(.gate, wrong) == .warning)
        }
    }

    @Test func `another identity's view shows what the worker must and must not see`() async throws {
        try await withDirectory { stack, configuration in
            var other = configuration
            other.directory.identity = .password(
                try DistinguishedName(stack.slapd.dn(of: .dovecot)),
                file: stack.slapd.passwordFile(of: .dovecot).path
            )
            #expect(await outcome(.rights, other) == .failed)
            #expect(await outcome(.changeLog, other) == .warning)
            other.directory.identity = .password(
                try DistinguishedName(stack.slapd.adminDN),
                file: stack.slapd.adminPasswordFile.path
            )
            #expect(await outcome(.secrets, other) == .failed)
        }
    }

    private func outcome(_ check: Check, _ configuration: Doctor.Configuration) async -> Finding.Outcome? {
        await Doctor(configuration).examine().findings.first { $0.check == check }?.outcome
    }

    private func withDirectory(
        _ options: SlapdOptions? = nil,
        _ body: (LocalStack, Doctor.Configuration) async throws -> Void
    ) async throws {
        var sample = SlapdOptions()
        sample.entries = Sample.tenant + Sample.account("budi")
        try await withLocalStack(LocalStackOptions(servers: .directory, slapd: options ?? sample)) { stack in
            try await body(stack, try Sample.configuration(stack))
        }
    }
}
