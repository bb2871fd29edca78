extension Finding {
    static func judge(syncOverlay overlay: ServerSettings.Overlay?) -> Finding {
        guard let overlay else {
            return .failed(
                .syncOverlay,
                "the database has no overlay syncprov",
                remedy: "load LDIF/config/07-directory-database.ldif"
            )
        }
        if overlay.isOn("olcspnopresent") {
            return .failed(
                .syncOverlay,
                "olcSpNoPresent is set: whoever was away is never told what was removed",
                remedy: "delete olcSpNoPresent from the overlay"
            )
        }
        if let log = overlay.settings["olcspsessionlog"]?.first, log != "0" {
            return .warning(
                .syncOverlay,
                "a session log is kept (olcSpSessionlog): it forgets removals when slapd dies",
                remedy: "delete olcSpSessionlog from the overlay and restart slapd"
            )
        }
        guard overlay.settings["olcspcheckpoint"]?.isEmpty == false else {
            return .warning(
                .syncOverlay,
                "there is no checkpoint: after a crash contextCSN goes far back",
                remedy: "set olcSpCheckpoint: 1 1 on the overlay"
            )
        }
        return .ok(.syncOverlay, "syncprov with checkpoints and without a session log")
    }

    /// In slapd 2.5 a listener that crashes or answers half lets any password in (ITS#10559).
    static func judge(bindOverlaysIn settings: ServerSettings) -> Finding {
        guard !settings.databases.contains(where: { $0.overlay("sock") != nil }) else {
            return .failed(
                .bindOverlay,
                "overlay sock stands before logins: when its listener dies, any password is let in (ITS#10559)",
                remedy: "remove the overlay; the second factor is checked by the login gate"
            )
        }
        return .ok(.bindOverlay, "no overlay sock")
    }

    static func judge(indexes values: [String]) -> Finding {
        let indexed = Set(
            values.flatMap { value -> [String] in
                let words = value.split(separator: " ")
                guard words.count < 2 || words[1].contains("eq") else { return [] }
                return (words.first ?? "").split(separator: ",").map { $0.lowercased() }
            }
        )
        let needed = [
            "objectClass", "entryUUID", "entryCSN", "mail", "mailLocalAddress", "member", "pamongAccountStatus",
        ]
        let missing = needed.filter { !indexed.contains($0.lowercased()) }
        guard missing.isEmpty else {
            let names = missing.joined(separator: ",")
            return .warning(
                .indexes,
                "not indexed: \(names); look-ups read the whole directory",
                remedy: "add olcDbIndex: \(names) eq, and wait for slapd to build it (or run slapindex)"
            )
        }
        return .ok(.indexes, "all that is searched for is indexed")
    }

    /// Only when the password itself is out of reach for an account that is not active, a block holds without us.
    static func judge(accessRules rules: [String]) -> Finding {
        let passwordRules = rules.filter { $0.lowercased().contains("userpassword") }
        let guarding = passwordRules.filter { $0.contains("pamongAccountStatus=active") }
        let remedy = "load LDIF/config/20-directory-access.ldif"
        guard !guarding.isEmpty else {
            return .failed(
                .loginRule,
                "blocked accounts can sign in to the directory: no access rule looks at pamongAccountStatus",
                remedy: remedy
            )
        }
        guard guarding.contains(where: { $0.lowercased().contains("sockurl") }) else {
            return .failed(
                .loginRule,
                "accounts can sign in past the gate, and so past the second factor: the rule names no sockurl",
                remedy: remedy
            )
        }
        return .ok(.loginRule, "only active accounts sign in, and only through the gate's listener")
    }

    static func judge(overlays present: [String]) -> Finding {
        let missing = ["unique", "constraint", "refint", "ppolicy", "accesslog"].filter { !present.contains($0) }
        guard missing.isEmpty else {
            return .warning(
                .integrity,
                "overlays are missing: \(missing.joined(separator: ", "))",
                remedy: "load LDIF/config/07, 08 and 09 of this version"
            )
        }
        return .ok(.integrity, "unique, constraint, refint, ppolicy and accesslog are in force")
    }

    static func judge(durabilityOf database: ServerSettings.Database) -> Finding {
        if database.isOn("olcdbnosync") {
            return .failed(
                .durability,
                "olcDbNoSync is set: a power cut loses changes that were confirmed, or the database",
                remedy: "delete olcDbNoSync; it is for loading test data only"
            )
        }
        let size = database.settings["olcdbmaxsize"]?.first.flatMap { Int($0) } ?? 10_485_760
        guard size >= 4 << 30 else {
            return .warning(
                .durability,
                "the database can grow to \(size >> 20) MB only (olcDbMaxSize)",
                remedy: "set olcDbMaxSize: 68719476736; it is address space, not disk"
            )
        }
        return .ok(.durability, "writes are durable, the database can grow to \(size >> 30) GB")
    }
}

extension ServerSettings.Overlay {
    func isOn(_ name: String) -> Bool { settings[name]?.first?.uppercased() == "TRUE" }
}

extension ServerSettings.Database {
    func isOn(_ name: String) -> Bool { settings[name]?.first?.uppercased() == "TRUE" }
}
