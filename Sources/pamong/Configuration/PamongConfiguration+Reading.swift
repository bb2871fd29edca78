internal import ConfigurationFiles
internal import Foundation
internal import LDAPClient
internal import Logging
internal import MailStores
internal import ProcessSurroundings
internal import SyncEngine

extension PamongConfiguration {
    /// Reads a file and the environment above it. Throws ``ConfigurationError`` with all problems at once.
    static func load(
        file path: String,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> PamongConfiguration {
        try await ConfigurationValues<ConfigurationKey>.read(file: path, environment: environment) {
            PamongConfiguration(file: path, reading: &$0)
        }
    }

    /// `nil` when something is missing without which there is no value at all; the reason is among the problems.
    private init?(file: String, reading values: inout ConfigurationValues<ConfigurationKey>) {
        let directory = Directory(reading: &values)
        let host = values.required(.mailHost, "the name of this mail host, as accounts carry it in mailHost")
        let policy = SyncPolicy(mailHost: host, reading: &values)
        let mailStore = Self.mailStore(reading: &values)
        let api = API(reading: &values)
        let metrics = values.value(.metricsListen, nil, allowed: Self.listenAllowed) {
            ListenAddress($0).map(Optional.some)
        }
        let secondFactor = SecondFactor(directory, reading: &values)
        let dns = DNS(reading: &values)
        let portal = Portal(directory, reading: &values)
        let log = Log(level: values.choice(.logLevel, .info), format: values.choice(.logFormat, .logfmt))
        let zone = values.value(.timeZone, .gmt, allowed: "a time zone such as Asia/Jakarta") {
            TimeZone(identifier: $0)
        }
        let interval = values.duration(.auditInterval, .seconds(6 * 3600), atLeast: .seconds(60))
        let statePath = values.path(.statePath) ?? "/var/lib/pamong/state.sqlite"
        guard let directory, let secondFactor else { return nil }
        self.init(
            file: file,
            directory: directory,
            statePath: statePath,
            mailStore: mailStore,
            policy: policy,
            auditInterval: interval,
            api: api,
            metrics: metrics,
            secondFactor: secondFactor,
            dns: dns,
            portal: portal,
            log: log,
            timeZone: values.text(.timeZone) == nil ? TimeZone(identifier: "Asia/Jakarta") ?? .gmt : zone
        )
    }

    static let listenAllowed = "a loopback address and port such as 127.0.0.1:9154"

    /// Dovecot's keys are all judged, also while some are missing and there is no store.
    private static func mailStore(reading values: inout ConfigurationValues<ConfigurationKey>) -> DovecotMailStore
        .Configuration?
    {
        let format: MailFormat = values.choice(.doveadmMailFormat, .sdbox)
        let url = values.value(.doveadmURL, "http://127.0.0.1:8080/doveadm/v1", allowed: "an http:// or https:// URL") {
            URL(string: $0).flatMap { $0.scheme == "http" || $0.scheme == "https" ? $0.absoluteString : nil }
        }
        var store = DovecotMailStore.Configuration(
            endpoint: url,
            keyFile: values.secretFile(.doveadmKeyFile) ?? "",
            mailRoot: values.path(.doveadmMailRoot) ?? "",
            archiveRoot: values.path(.doveadmArchiveRoot) ?? "",
            mailLocation: format == .sdbox ? .sdbox() : .maildir()
        )
        store.timeout = values.duration(.doveadmTimeout, store.timeout, atLeast: .milliseconds(100))
        let keys: [ConfigurationKey] = [.doveadmKeyFile, .doveadmMailRoot, .doveadmArchiveRoot]
        let given = keys.filter { values.text($0) != nil }
        guard !given.isEmpty else { return nil }
        for key in keys where !given.contains(key) {
            values.refuse(key, "is missing; it belongs to the other keys of doveadm")
        }
        return store
    }
}

/// How Dovecot keeps the messages of one home.
private enum MailFormat: String, CaseIterable {
    case sdbox
    case maildir
}

extension PamongConfiguration.Directory {
    fileprivate init?(reading values: inout ConfigurationValues<ConfigurationKey>) {
        let startTLS = values.flag(.directoryStartTLS, false)
        let allowed = "an ldap://, ldaps:// or ldapi:// URI"
        let server = values.value(.directoryURI, nil, allowed: allowed) {
            LDAPServer(uri: $0, startTLS: startTLS).map(Optional.some)
        }
        if values.text(.directoryURI) == nil { values.refuse(.directoryURI, "is missing: \(allowed)") }
        let gate = values.value(.directoryGateURI, nil, allowed: allowed) { LDAPServer(uri: $0).map(Optional.some) }
        let suffix = Self.name(.directorySuffix, &values)
        if values.text(.directorySuffix) == nil {
            values.refuse(.directorySuffix, "is missing: the top of the tree, such as dc=mail,dc=go,dc=id")
        }
        let identity = Self.identity(reading: &values)
        let tls = Self.tls(reading: &values)
        guard let server, let suffix, let identity else { return nil }
        self.init(server: server, gate: gate, suffix: suffix, tls: tls, identity: identity)
    }

    static func name(_ key: ConfigurationKey, _ values: inout ConfigurationValues<ConfigurationKey>)
        -> DistinguishedName?
    {
        values.value(key, nil, allowed: "a distinguished name such as dc=mail,dc=go,dc=id") { text in
            guard let name = try? DistinguishedName(text), !name.isRoot else { return nil }
            return .some(name)
        }
    }

    private static func identity(reading values: inout ConfigurationValues<ConfigurationKey>) -> PamongConfiguration
        .Identity?
    {
        let isExternal = values.flag(.directoryExternal, false)
        let name = name(.directoryBindDN, &values)
        let file = values.secretFile(.directoryPasswordFile)
        switch (isExternal, name, file) {
        case (true, nil, nil): return .external
        case (true, _, _):
            values.refuse(
                .directoryExternal,
                "is true, and bindDN or passwordFile is set too: one way of signing in is allowed"
            )
            return nil
        case (false, let name?, let file?): return .password(name, file: file)
        case (false, _, _):
            let missing: ConfigurationKey = name == nil ? .directoryBindDN : .directoryPasswordFile
            if values.text(missing) == nil {
                values.refuse(missing, "is missing: set bindDN and passwordFile, or external: true")
            }
            return nil
        }
    }

    private static func tls(reading values: inout ConfigurationValues<ConfigurationKey>) -> LDAPTLSConfiguration {
        var tls = LDAPTLSConfiguration()
        if let file = values.path(.directoryCAFile) { tls.trustRoots = .file(file) }
        switch (values.path(.directoryCertificateFile), values.secretFile(.directoryKeyFile)) {
        case (let certificate?, let key?): tls.clientCertificate = .init(certificateFile: certificate, keyFile: key)
        case (nil, nil): break
        case (nil, _): values.refuse(.directoryCertificateFile, "is missing beside directory.keyFile")
        case (_, nil): values.refuse(.directoryKeyFile, "is missing beside directory.certificateFile")
        }
        return tls
    }
}

extension PamongConfiguration.API {
    fileprivate init(reading values: inout ConfigurationValues<ConfigurationKey>) {
        let listen = values.value(.apiListen, nil, allowed: PamongConfiguration.listenAllowed) {
            PamongConfiguration.ListenAddress($0).map(Optional.some)
        }
        let socket = values.path(.apiSocket)
        self.init(socket: socket, listen: listen, tokenFile: values.secretFile(.apiTokenFile))
        if listen == nil, socket == nil { self.socket = "/run/pamong/worker.sock" }
        if listen != nil, socket != nil {
            values.refuse(.apiListen, "and api.socket are both set; one of them is allowed")
        }
        if listen != nil, tokenFile == nil {
            values.refuse(.apiTokenFile, "is missing: over TCP every user of this host could ask, so a token is needed")
        }
    }
}

extension SyncPolicy {
    fileprivate init(mailHost: String, reading values: inout ConfigurationValues<ConfigurationKey>) {
        self.init(mailHost: mailHost)
        retention = values.duration(.syncRetention, retention, atLeast: .seconds(3600))
        settleTime = values.duration(.syncSettleTime, settleTime)
        proofDelay = values.duration(.syncProofDelay, proofDelay)
        retry.first = values.duration(.syncRetryFirst, retry.first, atLeast: .milliseconds(10))
        retry.longest = values.duration(.syncRetryLongest, retry.longest, atLeast: .milliseconds(10))
        lanes = values.count(.syncLanes, lanes, in: 1...64)
        batchSize = values.count(.syncBatchSize, batchSize, in: 1...1000)
        believableAbsence = values.share(.syncBelievableAbsence, believableAbsence)
        limits.window = values.duration(.guardWindow, limits.window, atLeast: .seconds(1))
        limits.tenant = values.limit(limits.tenant, .guardTenantCount, .guardTenantShare, .guardTenantMinimum)
        limits.service = values.limit(limits.service, .guardServiceCount, .guardServiceShare, .guardServiceMinimum)
        limits.all = values.limit(limits.all, .guardAllCount, .guardAllShare, .guardAllMinimum)
    }
}

extension ConfigurationValues<ConfigurationKey> {
    fileprivate mutating func limit(
        _ fallback: GuardLimits.Limit,
        _ count: ConfigurationKey,
        _ share: ConfigurationKey,
        _ minimum: ConfigurationKey
    ) -> GuardLimits.Limit {
        GuardLimits.Limit(
            count: self.count(count, fallback.count, in: 0...10_000_000),
            share: self.share(share, fallback.share),
            minimum: self.count(minimum, fallback.minimum, in: 0...10_000_000)
        )
    }
}
