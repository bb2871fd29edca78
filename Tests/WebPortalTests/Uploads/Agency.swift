import Foundation
import LocalStack
import Synchronization
import TestEntries

@testable import WebPortal

/// An agency of a test's own, with an administrator: what is done there disturbs no other test.
struct Agency: Sendable {
    private static let next = Mutex(0)

    let name: String
    let domain: String

    var administrator: String { address("admin") }
    var dn: String { "o=\(name),cn=\(PortalRig.early),ou=services,\(SampleEntries.suffix)" }

    /// Makes it. `caps` are further lines of its entry.
    static func make(_ rig: PortalRig, caps: String = "") async throws -> Agency {
        let number = next.withLock { number in
            number += 1
            return number
        }
        let agency = Agency(name: "Kabupaten Uji \(number)", domain: "uji\(number).go.id")
        let hash = "userPassword: \(try await PasswordHash.ssha(of: PortalRig.password))"
        let tenant = SampleEntries.tenant(
            agency.name,
            service: PortalRig.early,
            domains: [agency.domain],
            attributes: caps
        )
        let group = """
            dn: cn=administrators,\(agency.dn)
            objectClass: groupOfNames
            cn: administrators
            member: \(agency.dn(of: "admin"))


            """
        try await rig.stack.slapd.modify(tenant + agency.account("admin", hash) + group)
        return agency
    }

    func address(_ local: String) -> String { "\(local)@\(domain)" }

    func dn(of local: String) -> String { SampleEntries.dn(address(local), tenant: name, service: PortalRig.early) }

    func account(_ local: String, _ attributes: String = "", status: String = "active") -> String {
        SampleEntries.account(
            address(local),
            tenant: name,
            service: PortalRig.early,
            status: status,
            attributes: attributes
        )
    }

    /// A file of so many new accounts.
    func csv(_ count: Int, more: String = "") -> String {
        "alamat,nama,status\r\n"
            + (1...count).map { "\(address("p\($0)")),Pegawai \($0),diunggah\r\n" }.joined() + more
    }
}
