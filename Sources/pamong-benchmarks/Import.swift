import BulkImport
import DirectoryModel
import Foundation
import LDAPClient
import LocalStack
import SampleDirectory

/// An upload of 400,000 rows: planned against the whole platform's directory in a process of its own, and written side by
/// side with `ldapadd`, which adds the same entries to a directory of its own.
struct ImportBenchmark {
    private static let rows = 400_000
    private static let written = 20_000

    static func measure(_ request: BenchmarkRequest) async throws -> [Measurement] {
        try await plans(request) + writes(request)
    }

    private static func plans(_ request: BenchmarkRequest) async throws -> [Measurement] {
        let folder = try StackFolder()
        defer { folder.remove() }
        let upload = folder.url.appending(path: "upload.csv")
        try ImportSample.csv(rows).write(to: upload, atomically: false, encoding: .utf8)
        let content = folder.url.appending(path: "content.ldif")
        try writeContent(to: content)
        var options = LocalStackOptions(servers: .directory)
        options.slapd.content = [content]
        options.slapd.entries = ImportSample.tenant
        options.slapd.isDurable = false
        tell("loading the platform's directory")
        let outcomes = try await withLocalStack(options) { stack in
            var outcomes: [ProjectionProcess.Outcome] = []
            for run in 1...request.runs {
                outcomes.append(try await ImportProcess.run(upload: upload, slapd: stack.slapd))
                tell(
                    "plan \(run): \(outcomes[run - 1].time.inSeconds.rounded(to: 2)) s, \(Int(outcomes[run - 1].megabytes)) MB"
                )
            }
            return outcomes
        }
        return [
            Measurement(
                what: "plan of an upload of \(rows) rows",
                value: outcomes.map(\.time).median.inSeconds,
                unit: .seconds,
                bar: 10,
                aim: 5
            ),
            Measurement(
                what: "its peak memory",
                value: outcomes.map(\.megabytes).max() ?? 0,
                unit: .megabytes,
                bar: 300,
                aim: 200
            ),
        ]
    }

    private static func writeContent(to file: URL) throws {
        let sample = SampleDirectory(scale: .full, passwordHash: "{SSHA}q83vEjRWeJASNFZ4kBI0VniQEjRWeJAS")
        guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
            throw BenchmarkFailure("\(file.path) cannot be made")
        }
        let handle = try FileHandle(forWritingTo: file)
        try sample.writeLDIF { try handle.write(contentsOf: Data($0)) }
        try handle.close()
    }

    /// In turns, each on a new directory, both as the tenant's administrator.
    private static func writes(_ request: BenchmarkRequest) async throws -> [Measurement] {
        var (theirs, ours): ([Duration], [Duration]) = ([], [])
        for run in 1...request.runs {
            theirs.append(try await onNewDirectory(addByTool))
            ours.append(try await onNewDirectory(addByImport))
            tell(
                "\(written) accounts \(run): ldapadd \(theirs[run - 1].inSeconds.rounded(to: 2)) s, import \(ours[run - 1].inSeconds.rounded(to: 2)) s"
            )
        }
        let rate = Double(written) / ours.median.inSeconds
        return [
            Measurement(
                what: "rate of writing an upload, against ldapadd",
                value: theirs.median / ours.median,
                unit: .ratio,
                isCost: false,
                bar: 0.9,
                aim: 1,
                detail: "\(Int(rate)) accounts a second"
            )
        ]
    }

    private static func onNewDirectory(_ body: @Sendable (SlapdServer) async throws -> Duration) async throws
        -> Duration
    {
        var options = LocalStackOptions(servers: .directory)
        options.slapd.isDurable = false
        options.slapd.entries = ImportSample.tenant
        return try await withLocalStack(options) { try await body($0.slapd) }
    }

    private static let addByTool: @Sendable (SlapdServer) async throws -> Duration = { slapd in
        let ldif = slapd.folder.url.appending(path: "upload.ldif")
        try ImportSample.ldif(written).write(to: ldif, atomically: false, encoding: .utf8)
        let password = slapd.folder.url.appending(path: "administrator.password")
        try ImportSample.password.write(to: password, atomically: false, encoding: .utf8)
        let arguments = [
            "-x", "-H", slapd.gateURI, "-D", ImportSample.administrator, "-y", password.path, "-f", ldif.path,
        ]
        return try await timed {
            try await ShortCommand("/usr/bin/ldapadd", arguments, timeLimit: .seconds(600)).run()
        }
    }

    private static let addByImport: @Sendable (SlapdServer) async throws -> Duration = { slapd in
        guard let gate = LDAPServer(uri: slapd.gateURI) else { throw BenchmarkFailure("no gate") }
        let access = LDAPConfiguration(
            server: gate,
            authentication: .simple(
                try DistinguishedName(ImportSample.administrator),
                LDAPSecret(ImportSample.password)
            )
        )
        let plan = try await ImportProcess.plan(
            .bytes(Array(ImportSample.csv(written).utf8)),
            uri: slapd.uri,
            passwordFile: slapd.passwordFile(of: .worker).path
        )
        guard plan.summary.created == written else { throw BenchmarkFailure("not all rows are new") }
        return try await timed {
            try await LDAPConnection.withConnection(access) { connection in
                let result = try await ImportWriter([connection]) { try await LDAPConnection.connect(access) }
                    .carryOut(plan, PlanAcceptance())
                guard result.done == written else { throw BenchmarkFailure("\(result)") }
            }
        }
    }
}

/// The upload: one treasury office's accounts.
enum ImportSample {
    static let service = "sakti.mail.go.id"
    static let tenantName = "KPPN Percobaan"
    static let password = "rahasia-sekali-1"

    private static let tenantDN = "o=\(tenantName),cn=\(service),ou=services,\(WorkerAccess.suffix)"
    static let administrator = "mail=admin.percobaan@\(service),ou=accounts,\(tenantDN)"

    static let tenant = """
        dn: \(tenantDN)
        objectClass: organization
        objectClass: pamongTenant
        o: \(tenantName)
        pamongTenantStatus: active
        pamongMaxAccounts: 1000000

        dn: ou=accounts,\(tenantDN)
        objectClass: organizationalUnit
        ou: accounts

        dn: cn=administrators,\(tenantDN)
        objectClass: groupOfNames
        cn: administrators
        member: \(administrator)

        dn: \(administrator)
        objectClass: inetOrgPerson
        objectClass: inetLocalMailRecipient
        objectClass: pamongAccount
        mail: admin.percobaan@\(service)
        cn: Admin
        sn: Admin
        pamongAccountStatus: active
        mailHost: \(WorkerAccess.mailHost)
        userPassword: \(password)


        """

    static func csv(_ count: Int) -> String {
        var text = "alamat,nama,nip,satker,kuota,alias\r\n"
        for number in 0..<count {
            text +=
                "percobaan\(number)@\(service),\"Percobaan, \(number)\",\(number),Kantor Pelayanan \(number % 500),1 GB,percobaan_\(number)@\(service)\r\n"
        }
        return text
    }

    /// What the rows of the CSV become.
    static func ldif(_ count: Int) -> String {
        var text = ""
        for number in 0..<count {
            text += """
                dn: mail=percobaan\(number)@\(service),ou=accounts,\(tenantDN)
                objectClass: inetOrgPerson
                objectClass: inetLocalMailRecipient
                objectClass: pamongAccount
                mail: percobaan\(number)@\(service)
                cn: Percobaan, \(number)
                sn: \(number)
                employeeNumber: \(number)
                ou: Kantor Pelayanan \(number % 500)
                mailLocalAddress: percobaan_\(number)@\(service)
                mailHost: \(WorkerAccess.mailHost)
                pamongAccountStatus: uploaded
                pamongQuota: 1073741824


                """
        }
        return text
    }
}

/// A plan made in a process of its own, so that its memory is measured and nothing else's.
struct ImportProcess {
    /// What a program that is to be this process is called with.
    static let argument = "--plan-import"

    private let arguments: [String]

    init(_ arguments: [String]) { self.arguments = arguments }

    static func run(upload: URL, slapd: SlapdServer) async throws -> ProjectionProcess.Outcome {
        let arguments = [argument, upload.path, slapd.uri, slapd.passwordFile(of: .worker).path]
        let text = try await ShortCommand("/proc/self/exe", arguments, timeLimit: .seconds(300)).run()
        let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int64($0) }
        guard numbers.count == 2 else { throw BenchmarkFailure("the plan said: \(text)") }
        return ProjectionProcess.Outcome(time: .microseconds(numbers[0]), megabytes: Double(numbers[1]) / 1000)
    }

    func run() async throws {
        guard arguments.count == 4 else { throw BenchmarkFailure("a bad start") }
        let begun = ContinuousClock.now
        let plan = try await Self.plan(.file(arguments[1]), uri: arguments[2], passwordFile: arguments[3])
        guard plan.summary.created == plan.count else { throw BenchmarkFailure("\(plan.summary)") }
        print((ContinuousClock.now - begun).microseconds, ProjectionProcess.peakKilobytes)
    }

    static func plan(_ source: ByteSource, uri: String, passwordFile: String) async throws -> ImportPlan {
        guard let server = LDAPServer(uri: uri) else { throw BenchmarkFailure("\(uri) is no directory") }
        let name = try DistinguishedName("cn=worker,ou=system,\(WorkerAccess.suffix)")
        let password = LDAPSecret(try String(contentsOfFile: passwordFile, encoding: .utf8))
        let access = LDAPConfiguration(server: server, authentication: .simple(name, password))
        let target = ImportTarget(
            suffix: try DistinguishedName(WorkerAccess.suffix),
            service: ImportSample.service,
            tenant: ImportSample.tenantName
        )
        return try await LDAPConnection.withConnection(access) { connection in
            try await ImportPlanner(
                target,
                policy: ImportPolicy(mailHost: WorkerAccess.mailHost),
                tenant: DirectoryReader(connection)
            ).plan(source, .csv)
        }
    }
}
