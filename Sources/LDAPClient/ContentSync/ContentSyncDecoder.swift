internal import CLDAP

/// Turns the messages of a sync search into values. Members are told apart by tag, never counted, because every
/// cookie and every flag may be missing.
struct ContentSyncDecoder: MessageDecoder {
    /// Whether the refresh has ended; then silence means that nothing changes.
    private(set) var mayBeSilent = false
    /// A change that happens after the refresh is handed on at once.
    var isInFullFlow: Bool { !mayBeSilent }

    mutating func decode(_ message: ReceivedMessage) throws(LDAPError) -> ContentSyncMessage? {
        switch message.type {
        case CLDAP_SEARCH_ENTRY:
            let control = try stateControl(of: message)
            return .entry(
                state: control.state,
                uuid: control.uuid,
                entry: try message.entry(),
                cookie: control.cookie
            )
        case CLDAP_SEARCH_REFERENCE:
            let control = try stateControl(of: message)
            return .reference(
                state: control.state,
                uuid: control.uuid,
                uris: try message.references(),
                cookie: control.cookie
            )
        default:
            return try decodeInfo(message)
        }
    }

    func decodeEnding(_ response: LDAPResponse) throws(LDAPError) -> ContentSyncMessage? {
        guard let control = response.control(ContentSyncOID.done) else {
            return .done(cookie: nil, refreshDeletes: false, result: response.code)
        }
        do {
            let (cookie, refreshDeletes) = try (control.value ?? []).withUnsafeBytes { bytes in
                var reader = BERReader(bytes)
                var members = BERReader(try reader.read(BERTag.sequence, "a Sync Done value"))
                return (try members.readCookieIfPresent(), try members.readBooleanIfPresent() ?? false)
            }
            return .done(cookie: cookie, refreshDeletes: refreshDeletes, result: response.code)
        } catch {
            throw LDAPError(.decodingError, "malformed Sync Done control")
        }
    }

    // MARK: - Sync State

    private struct StateControl {
        let state: ContentSyncMessage.State
        let uuid: SyncUUID
        let cookie: SyncCookie?

        init(_ bytes: UnsafeRawBufferPointer) throws(MalformedBER) {
            var reader = BERReader(bytes)
            var members = BERReader(try reader.read(BERTag.sequence, "a Sync State value"))
            let number = try members.readInteger(BERTag.enumerated)
            guard let state = ContentSyncMessage.State(rawValue: number) else {
                throw MalformedBER(expectation: "a state from 0 to 3")
            }
            guard let uuid = SyncUUID(bytes: try members.read(BERTag.octetString, "an entryUUID")) else {
                throw MalformedBER(expectation: "an entryUUID of 16 bytes")
            }
            self.state = state
            self.uuid = uuid
            cookie = try members.readCookieIfPresent()
        }
    }

    private func stateControl(of message: ReceivedMessage) throws(LDAPError) -> StateControl {
        var controls: UnsafeMutablePointer<UnsafeMutablePointer<CLDAP.LDAPControl>?>?
        // libldap looks for the controls behind a name and a list, which a reference does not have.
        let status =
            message.type == CLDAP_SEARCH_REFERENCE
            ? ldap_parse_reference(message.handle, message.pointer, nil, &controls, 0)
            : ldap_get_entry_controls(message.handle, message.pointer, &controls)
        defer { if controls != nil { ldap_controls_free(controls) } }
        guard status == LDAP_SUCCESS else { throw LDAPError(.decodingError, "malformed controls of an entry") }
        guard let control = cldap_find_control(controls, ContentSyncOID.state) else {
            throw LDAPError(.decodingError, "an entry without a Sync State control")
        }
        do {
            return try StateControl(control.pointee.ldctl_value.bytes)
        } catch {
            throw LDAPError(error, in: "Sync State control")
        }
    }

    // MARK: - Sync Info

    private mutating func decodeInfo(_ message: ReceivedMessage) throws(LDAPError) -> ContentSyncMessage? {
        var name: UnsafeMutablePointer<CChar>?
        var value: UnsafeMutablePointer<berval>?
        let status = ldap_parse_intermediate(message.handle, message.pointer, &name, &value, nil, 0)
        defer {
            ldap_memfree(name)
            ber_bvfree(value)
        }
        guard status == LDAP_SUCCESS else { throw LDAPError(.decodingError, "malformed intermediate response") }
        // Others may be sent along (RFC 4511, section 4.13); they are not about the content.
        guard let name, String(cString: name) == ContentSyncOID.info else { return nil }
        do {
            return try decodeInfo(value?.pointee.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0))
        } catch {
            throw LDAPError(error, in: "Sync Info message")
        }
    }

    /// Decodes a `syncInfoValue` (RFC 4533, section 2.5).
    mutating func decodeInfo(_ bytes: UnsafeRawBufferPointer) throws(MalformedBER) -> ContentSyncMessage {
        var reader = BERReader(bytes)
        let (tag, content) = try reader.readElement()
        try reader.finish()
        var members = BERReader(content)
        switch tag {
        case BERTag.context(0):
            return .newCookie(try SyncCookie.parse(content))
        case BERTag.constructedContext(1):
            let (cookie, refreshDone) = try decodePhaseEnd(&members)
            return .refreshDelete(cookie: cookie, refreshDone: refreshDone)
        case BERTag.constructedContext(2):
            let (cookie, refreshDone) = try decodePhaseEnd(&members)
            return .refreshPresent(cookie: cookie, refreshDone: refreshDone)
        case BERTag.constructedContext(3):
            return try Self.decodeIDSet(&members)
        default:
            throw MalformedBER(expectation: "a Sync Info choice from 0 to 3")
        }
    }

    private mutating func decodePhaseEnd(_ members: inout BERReader) throws(MalformedBER) -> (SyncCookie?, Bool) {
        let cookie = try members.readCookieIfPresent()
        let refreshDone = try members.readBooleanIfPresent() ?? true
        if refreshDone { mayBeSilent = true }
        return (cookie, refreshDone)
    }

    private static func decodeIDSet(_ members: inout BERReader) throws(MalformedBER) -> ContentSyncMessage {
        let cookie = try members.readCookieIfPresent()
        let refreshDeletes = try members.readBooleanIfPresent() ?? false
        let set = try members.read(BERTag.set, "a set of entryUUIDs")
        var uuids: [SyncUUID] = []
        uuids.reserveCapacity(set.count / 18)
        var reader = BERReader(set)
        while !reader.isAtEnd {
            guard let uuid = SyncUUID(bytes: try reader.read(BERTag.octetString, "an entryUUID")) else {
                throw MalformedBER(expectation: "an entryUUID of 16 bytes")
            }
            uuids.append(uuid)
        }
        return .syncIDSet(uuids: uuids, refreshDeletes: refreshDeletes, cookie: cookie)
    }
}

extension BERReader {
    fileprivate mutating func readCookieIfPresent() throws(MalformedBER) -> SyncCookie? {
        guard let bytes = try readIfPresent(BERTag.octetString) else { return nil }
        return try SyncCookie.parse(bytes)
    }
}
