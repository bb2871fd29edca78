internal import ConfigurationFiles

/// Every key there is in `pamong.yaml`; anything else is refused, so that a misspelt key is never a silent default.
enum ConfigurationKey: String, ConfigurationKeys {
    static let environmentPrefix = "pamong"

    case directoryURI = "directory.uri"
    case directorySuffix = "directory.suffix"
    case directoryStartTLS = "directory.startTLS"
    case directoryCAFile = "directory.caFile"
    case directoryBindDN = "directory.bindDN"
    case directoryPasswordFile = "directory.passwordFile"
    case directoryExternal = "directory.external"
    case directoryCertificateFile = "directory.certificateFile"
    case directoryKeyFile = "directory.keyFile"
    case directoryGateURI = "directory.gateUri"

    case mailHost
    case statePath = "state.path"

    case doveadmURL = "doveadm.url"
    case doveadmKeyFile = "doveadm.keyFile"
    case doveadmMailRoot = "doveadm.mailRoot"
    case doveadmArchiveRoot = "doveadm.archiveRoot"
    case doveadmMailFormat = "doveadm.mailFormat"
    case doveadmTimeout = "doveadm.timeout"

    case syncRetention = "sync.retention"
    case syncSettleTime = "sync.settleTime"
    case syncProofDelay = "sync.proofDelay"
    case syncRetryFirst = "sync.retry.first"
    case syncRetryLongest = "sync.retry.longest"
    case syncLanes = "sync.lanes"
    case syncBatchSize = "sync.batchSize"
    case syncBelievableAbsence = "sync.believableAbsence"

    case guardWindow = "guard.window"
    case guardTenantCount = "guard.tenant.count"
    case guardTenantShare = "guard.tenant.share"
    case guardTenantMinimum = "guard.tenant.minimum"
    case guardServiceCount = "guard.service.count"
    case guardServiceShare = "guard.service.share"
    case guardServiceMinimum = "guard.service.minimum"
    case guardAllCount = "guard.all.count"
    case guardAllShare = "guard.all.share"
    case guardAllMinimum = "guard.all.minimum"

    case auditInterval = "audit.interval"

    case apiSocket = "api.socket"
    case apiListen = "api.listen"
    case apiTokenFile = "api.tokenFile"
    case metricsListen = "metrics.listen"

    case secondFactorKeyRing = "secondFactor.keyRing"
    case secondFactorBindDN = "secondFactor.bindDN"
    case secondFactorPasswordFile = "secondFactor.passwordFile"
    case secondFactorProviderURI = "secondFactor.providerUri"
    case secondFactorIssuer = "secondFactor.issuer"
    case secondFactorGateLog = "secondFactor.gateLog"
    case secondFactorResetLifetime = "secondFactor.resetLifetime"

    case dnsResolvers = "dns.resolvers"
    case dnsMailHosts = "dns.mailHosts"
    case dnsTimeout = "dns.timeout"

    case portalListen = "portal.listen"
    case portalCertificateFile = "portal.certificateFile"
    case portalKeyFile = "portal.keyFile"
    case portalTrustedProxies = "portal.trustedProxies"
    case portalInsecure = "portal.insecure"
    case portalGateURI = "portal.gateUri"
    case portalWorkers = "portal.workers"
    case portalHelpDesk = "portal.helpDesk"
    case portalPasswordDictionary = "portal.passwordDictionary"
    case portalIdleLimit = "portal.idleLimit"
    case portalSessionLifetime = "portal.sessionLifetime"
    case portalLimitsPerAddress = "portal.limits.perAddress"
    case portalLimitsPerAccount = "portal.limits.perAccount"
    case portalLimitsWrongTokens = "portal.limits.wrongTokens"
    case portalLimitsWindow = "portal.limits.window"
    case portalAPIRateLimitPerClient = "portal.apiRateLimit.perClient"
    case portalAPIRateLimitPerAddress = "portal.apiRateLimit.perAddress"
    case portalUploadFolder = "portal.uploadFolder"
    case portalUploadRetention = "portal.uploadRetention"

    case logLevel = "log.level"
    case logFormat = "log.format"
    case timeZone
}
