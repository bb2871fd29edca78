internal import CLDAP

/// An extension to an operation (RFC 4511, section 4.1.11), in a request or in a response.
public struct LDAPControl: Hashable, Sendable {
    /// The control's kind.
    public let oid: String
    /// Whether the server must refuse the operation when it does not know the control.
    public let isCritical: Bool
    /// The control's own content.
    public let value: [UInt8]?

    /// Makes any control; the usual ones have functions of their own.
    public init(oid: String, isCritical: Bool, value: [UInt8]? = nil) {
        self.oid = oid
        self.isCritical = isCritical
        self.value = value
    }
}

extension LDAPControl {
    /// Copies the controls of a message.
    static func list(_ controls: UnsafeMutablePointer<UnsafeMutablePointer<CLDAP.LDAPControl>?>?) -> [LDAPControl] {
        var list: [LDAPControl] = []
        while let control = cldap_control_at(controls, Int32(list.count))?.pointee {
            let hasValue = control.ldctl_value.bv_val != nil
            list.append(
                LDAPControl(
                    oid: String(cString: control.ldctl_oid),
                    isCritical: control.ldctl_iscritical != 0,
                    value: hasValue ? Array(control.ldctl_value.bytes) : nil
                )
            )
        }
        return list
    }
}
