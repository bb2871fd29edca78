public import LDAPClient

/// Where a program may do something: a service, or one tenant of it.
public struct ClientScope: Sendable, Hashable {
    /// The service.
    public let service: String
    /// The one tenant; `nil` for the whole service.
    public let tenant: String?

    /// Names a service and perhaps a tenant.
    public init(service: String, tenant: String? = nil) {
        (self.service, self.tenant) = (service, tenant)
    }

    /// Where it stands in the tree.
    public func entry(in suffix: DistinguishedName) -> DistinguishedName {
        let entry = suffix.child("ou", "services").child("cn", service)
        return tenant.map { entry.child("o", $0) } ?? entry
    }

    /// The scope an entry of the tree is; `nil` for an entry that is neither service nor tenant.
    public init?(_ entry: DistinguishedName, in suffix: DistinguishedName) {
        let services = suffix.child("ou", "services")
        guard let rdn = entry.rdn, let parent = entry.parent else { return nil }
        if parent == services {
            self.init(service: rdn.value)
        } else if parent.parent == services, rdn.type == "o", let service = parent.rdn {
            self.init(service: service.value, tenant: rdn.value)
        } else {
            return nil
        }
    }

    /// Whether this scope holds a tenant.
    public func holds(service: String, tenant: String?) -> Bool {
        Self.isSame(self.service, service)
            && (self.tenant == nil || tenant.map { Self.isSame($0, self.tenant ?? "") } ?? false)
    }

    /// As the directory compares such names.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        RelativeDistinguishedName("cn", left) == RelativeDistinguishedName("cn", right)
    }
}

extension ClientScope: CustomStringConvertible {
    /// `service`, or `tenant of service`.
    public var description: String { tenant.map { "\($0) of \(service)" } ?? service }
}
