internal import CLDAP

/// Memory lent to one libldap call: strings, values and NULL-terminated arrays of pointers, all wiped and freed
/// together, because some of them are passwords.
final class CMemory {
    private var blocks: [UnsafeMutableRawBufferPointer] = []

    deinit {
        for block in blocks {
            block.wipe()
            block.deallocate()
        }
    }

    private func allocate<Element>(_ type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element> {
        let size = max(1, count) * MemoryLayout<Element>.stride
        let start = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: MemoryLayout<Element>.alignment)
        start.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        blocks.append(UnsafeMutableRawBufferPointer(start: start, count: size))
        return start.bindMemory(to: type, capacity: max(1, count))
    }

    /// A NUL-terminated string. Text with a NUL inside would be cut short, so it is refused.
    func string(_ text: String) throws(LDAPError) -> UnsafeMutablePointer<CChar> {
        guard !text.utf8.contains(0) else { throw LDAPError(.parameterError, "a text contains a zero byte") }
        let copy = allocate(CChar.self, text.utf8.count + 1)
        for (index, byte) in text.utf8.enumerated() { copy[index] = CChar(bitPattern: byte) }
        return copy
    }

    /// A value; zero bytes are fine in it.
    func value(_ bytes: some Collection<UInt8>) -> berval {
        let copy = allocate(CChar.self, bytes.count + 1)
        for (index, byte) in bytes.enumerated() { copy[index] = CChar(bitPattern: byte) }
        return berval(bv_len: ber_len_t(bytes.count), bv_val: copy)
    }

    /// One thing with an address.
    func pointer<Element>(_ element: Element) -> UnsafeMutablePointer<Element> {
        let copy = allocate(Element.self, 1)
        copy.initialize(to: element)
        return copy
    }

    /// A NULL-terminated array of pointers.
    func list<Element>(_ pointers: [UnsafeMutablePointer<Element>]) -> UnsafeMutablePointer<
        UnsafeMutablePointer<Element>?
    > {
        let copy = allocate(UnsafeMutablePointer<Element>?.self, pointers.count + 1)
        for (index, pointer) in pointers.enumerated() { copy[index] = pointer }
        return copy
    }

    /// Strings as libldap wants lists of attributes; `nil` for none, which libldap reads as "all".
    func strings(_ texts: [String]) throws(LDAPError) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
        guard !texts.isEmpty else { return nil }
        var copies: [UnsafeMutablePointer<CChar>] = []
        for text in texts { copies.append(try string(text)) }
        return list(copies)
    }

    /// Request controls; `nil` for none.
    func controls(
        _ controls: [LDAPControl]
    ) throws(LDAPError) -> UnsafeMutablePointer<UnsafeMutablePointer<CLDAP.LDAPControl>?>? {
        guard !controls.isEmpty else { return nil }
        var copies: [UnsafeMutablePointer<CLDAP.LDAPControl>] = []
        for control in controls {
            copies.append(
                pointer(
                    CLDAP.LDAPControl(
                        ldctl_oid: try string(control.oid),
                        ldctl_value: control.value.map { value($0) } ?? berval(bv_len: 0, bv_val: nil),
                        ldctl_iscritical: control.isCritical ? 1 : 0
                    )
                )
            )
        }
        return list(copies)
    }

    /// The attributes of an add or the changes of a modify.
    func modifications(
        _ changes: [(operation: Int32, attribute: LDAPAttribute)]
    ) throws(LDAPError) -> UnsafeMutablePointer<UnsafeMutablePointer<LDAPMod>?> {
        var copies: [UnsafeMutablePointer<LDAPMod>] = []
        for change in changes {
            var modification = LDAPMod()
            modification.mod_op = change.operation | LDAP_MOD_BVALUES
            modification.mod_type = try string(change.attribute.name.text)
            let values = change.attribute.values.map { pointer(value($0)) }
            modification.mod_vals.modv_bvals = values.isEmpty ? nil : list(values)
            copies.append(pointer(modification))
        }
        return list(copies)
    }
}
