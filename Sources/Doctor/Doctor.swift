internal import LDAPClient

/// Looks at everything an operator can get wrong, changes nothing, and says how to mend what is wrong.
///
/// Effects (asking a server, reading a file) and judgement are apart: every judgement is a function from what was seen to
/// a ``Finding``.
public struct Doctor: Sendable {
    private let configuration: Configuration

    /// Takes an installation's configuration; nothing is asked yet.
    public init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// Looks at everything. Never throws: what cannot be looked at is a finding, too.
    public func examine() async -> Diagnosis {
        var findings = FileExamination(configuration).findings()
        findings += await StateExamination(path: configuration.statePath).findings()
        let directory = await DirectoryExamination(configuration.directory, mailHost: configuration.mailHost).examine()
        let settings = await ServerSettingsExamination(configuration.directory).findings(seen: directory)
        findings += Self.combined(directory.findings, settings)
        if let secondFactor = configuration.secondFactor {
            findings += await SecondFactorExamination(secondFactor, directory: configuration.directory).findings()
            findings.append(await ActingExamination(secondFactor, directory: configuration.directory).finding())
        }
        findings += await DovecotExamination(configuration.dovecot).findings()
        findings += await PostfixExamination(folder: configuration.postfixFolder).findings(
            sample: directory.sampleAddress
        )
        return Diagnosis(findings)
    }

    /// Where asking could not tell and slapd's configuration does, the latter counts.
    private static func combined(_ asked: [Finding], _ settings: [Finding]) -> [Finding] {
        asked.filter { finding in
            finding.outcome != .skipped || !settings.contains { $0.check == finding.check }
        } + settings
    }
}
