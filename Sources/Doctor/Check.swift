/// Everything that is looked at; the raw values are the names that the table and the JSON print.
public enum Check: String, Sendable, Hashable, Codable, CaseIterable {
    /// The configuration file.
    case configurationFile = "configuration.file"
    /// The files of passwords, keys and tokens.
    case secretFiles = "configuration.secrets"
    /// The worker's state file.
    case stateFile = "state.file"
    /// Room for the state file.
    case stateSpace = "state.space"
    /// The directory answers.
    case reach = "directory.reach"
    /// The way to the directory is protected.
    case transport = "directory.transport"
    /// The worker can sign in.
    case signIn = "directory.signIn"
    /// The suffix is there.
    case suffix = "directory.suffix"
    /// The services are there.
    case services = "directory.services"
    /// The directory knows all attributes and classes.
    case schema = "directory.schema"
    /// The directory can be followed.
    case contentSync = "directory.sync"
    /// The worker is cut off nowhere.
    case limits = "directory.limits"
    /// The worker sees what it needs.
    case rights = "directory.rights"
    /// The worker does not see what it must not.
    case secrets = "directory.secrets"
    /// The log of changes tells who made them.
    case changeLog = "directory.log"
    /// The directory's clock and ours agree.
    case clock = "directory.clock"
    /// The listener persons sign in on answers.
    case gate = "directory.gate"
    /// The key ring of second factors can be used.
    case keyRing = "secondFactor.keyRing"
    /// The key ring belongs to this directory.
    case canaries = "secondFactor.canaries"
    /// What logins with a code write can be written.
    case codes = "secondFactor.codes"
    /// The portal may act for people, and for nobody else.
    case acting = "portal.acting"
    /// slapd's configuration can be looked at.
    case settings = "slapd.settings"
    /// syncprov remembers how far it is, and remembers no session log.
    case syncOverlay = "slapd.syncprov"
    /// No `overlay sock` decides about logins.
    case bindOverlay = "slapd.sock"
    /// What is searched for is indexed.
    case indexes = "slapd.indexes"
    /// The directory itself refuses logins of blocked accounts.
    case loginRule = "slapd.loginRule"
    /// The directory itself refuses double addresses and weak passwords.
    case integrity = "slapd.overlays"
    /// What is written survives a power cut, and there is room for it.
    case durability = "slapd.database"
    /// The doveadm HTTP API answers to our key.
    case doveadm = "dovecot.api"
    /// Dovecot and the worker mean the same folders.
    case mailFolders = "dovecot.folders"
    /// Dovecot's login cache does not outlive a block.
    case loginCache = "dovecot.cache"
    /// Dovecot does not hibernate sessions.
    case hibernation = "dovecot.hibernation"
    /// Postfix' look-up tables know the accounts, and nobody else.
    case postfixTables = "postfix.tables"
}
