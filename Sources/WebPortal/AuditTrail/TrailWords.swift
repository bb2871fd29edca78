internal import DirectoryModel
internal import Foundation
internal import LDAPClient

/// Changes as the page tells of them.
struct TrailWords {
    private let configuration: PortalConfiguration
    private let language: Language

    init(_ configuration: PortalConfiguration, _ language: Language) {
        (self.configuration, self.language) = (configuration, language)
    }

    func row(_ record: TrailRecord, visible: Set<EntryUUID>) -> [String: Any] {
        let time = PageTime(timeZone: configuration.timeZone, language: language)
        var values: [String: Any] = [
            "time": time.text(record.time), "machineTime": record.time.rfc3339, "author": name(record.author),
            "kind": kind(record).text(in: language), "entry": name(record.entry), "entryName": record.entry,
            "changes": changes(record),
        ]
        if let uuid = record.uuid, visible.contains(uuid) { values["uuid"] = uuid.description }
        if let new = record.newEntry { values["newEntry"] = name(new) }
        return values
    }

    /// An entry as people call it: an account by its address, a program by what it is.
    func name(_ dn: String) -> String {
        guard let name = try? DistinguishedName(dn), let rdn = name.rdn else { return dn }
        if name.parent == configuration.suffix.child("ou", "system") { return program(rdn.value) }
        if name == configuration.suffix.child("cn", "admin") {
            return AuditTrailText.trailManager.text(in: language)
        }
        if rdn.type == "mail" || rdn.type == "o" || rdn.type == "associatedDomain" { return rdn.value }
        guard let parent = name.parent?.rdn else { return rdn.value }
        return "\(rdn.value) (\(parent.value))"
    }

    private func program(_ name: String) -> String {
        AuditTrailText.trailProgram.text(in: language, "nama", name)
    }

    private func isPortal(_ dn: String) -> Bool {
        (try? DistinguishedName(dn)) == configuration.suffix.child("ou", "system").child("cn", "portal")
    }

    /// What was done, in the words for it where there are some.
    private func kind(_ record: TrailRecord) -> AuditTrailText {
        switch record.kind {
        case .created: return .trailCreated
        case .removed: return .trailRemoved
        case .moved: return .trailMoved
        case .changed: break
        }
        let status = record.changes.first { $0.attribute.lowercased() == "pamongaccountstatus" }?.added.last
        switch status.flatMap({ AccountStatus(rawValue: $0) }) {
        case .blocked?: return .trailBlocked
        case .closed?: return .trailClosed
        case .active?: return .trailActivated
        case .uploaded?, nil: break
        }
        let factor = record.changes.first { $0.attribute.lowercased() == "pamongtwofactorsince" }
        if let factor { return factor.added.isEmpty ? .trailFactorOff : .trailFactorOn }
        return .trailChanged
    }

    private func changes(_ record: TrailRecord) -> [String] {
        let shown = record.changes.filter { $0.attribute.lowercased() != "objectclass" }.map(text)
        guard shown.isEmpty, record.kind == .changed else { return shown }
        let hidden: AuditTrailText = isPortal(record.author) ? .trailHiddenFactor : .trailHidden
        return [hidden.text(in: language)]
    }

    private func text(_ change: TrailChange) -> String {
        let nothing = AuditTrailText.trailNothing.text(in: language)
        let new = change.added.isEmpty ? nothing : change.added.map(value).joined(separator: ", ")
        let attribute = TrailAttribute(change.attribute)?.text.text(in: language) ?? change.attribute
        guard !change.removed.isEmpty else { return "\(attribute): \(new)" }
        return "\(attribute): \(change.removed.map(value).joined(separator: ", ")) → \(new)"
    }

    /// Members of groups are told by their addresses.
    private func value(_ text: String) -> String { text.hasPrefix("mail=") ? name(text) : text }
}

/// The attributes that people have a word for.
struct TrailAttribute {
    let text: AuditTrailText

    init?(_ name: String) {
        guard let text = Self.texts[name.lowercased()] else { return nil }
        self.text = text
    }

    private static let texts: [String: AuditTrailText] = [
        "mail": .attributeAddress, "maillocaladdress": .attributeAliases, "mailroutingaddress": .attributeForward,
        "mailhost": .attributeHost, "pamongaccountstatus": .attributeStatus, "pamongstatusreason": .attributeReason,
        "pamongquota": .attributeQuota, "pamongregisteredtime": .attributeRegistered,
        "pamongtwofactorsince": .attributeFactorSince, "member": .attributeMember,
        "associateddomain": .attributeDomain, "pamongtenantstatus": .attributeTenantStatus,
        "pamongmaxaccounts": .attributeMaxAccounts, "pamongmaxquota": .attributeMaxQuota, "cn": .attributeName,
        "sn": .attributeSurname, "givenname": .attributeGivenName, "title": .attributeTitle, "ou": .attributeUnit,
        "employeenumber": .attributeEmployeeNumber, "telephonenumber": .attributeTelephone,
        "mobile": .attributeMobile, "pamongtwofactorreset": .attributeReset,
        "pamongsessionsrevokedtime": .attributeSessions, "pamongtwofactorexemption": .attributeExemption,
        "pamongtwofactordeadline": .attributeDeadline,
    ]
}
