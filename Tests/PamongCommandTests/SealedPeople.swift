import DirectoryModel
import Foundation
import TestEntries
import TwoFactor

/// Many accounts of the office with second factors that were sealed before the directory was loaded.
struct SealedPeople {
    let ring: KeyRing
    let addresses: [String]
    let ldif: String

    /// Accounts `sealed1@…` to `sealed<count>@…`, with keys known to nobody; each third one is replacing its device.
    init(count: Int, ring: KeyRing) throws {
        self.ring = ring
        var (addresses, ldif): ([String], String) = ([], "")
        for number in 1...count {
            let address = "sealed\(number)@bandungkab.go.id"
            let uuid = EntryUUID(high: 0x5EA1_ED00_0000_4000, low: 0x8000_0000_0000_0000 + UInt64(number))
            let secret = try ring.seal(.fresh(now: .now), for: uuid, attribute: .secret)
            var lines = [
                "entryUUID: \(uuid)", "pamongTotpSecret: \(secret.text)",
                "pamongTwoFactorSince: 20260101000000Z",
            ]
            if number.isMultiple(of: 3) {
                let pending = try ring.seal(.fresh(generation: 2, now: .now), for: uuid, attribute: .pending)
                lines.append("pamongTotpPending: \(pending.text)")
            }
            addresses.append(address)
            ldif += SampleEntries.account(
                address,
                tenant: OfficeEntries.agency,
                service: OfficeEntries.service,
                attributes: lines.joined(separator: "\n")
            ).replacing("objectClass: pamongAccount", with: "objectClass: pamongAccount\nobjectClass: pamongTwoFactor")
        }
        (self.addresses, self.ldif) = (addresses, ldif)
    }

    /// A ring with one promoted key.
    static func ring(_ kid: String = "2026a") throws -> KeyRing {
        var ring = KeyRing()
        guard let kid = KeyIdentifier(kid) else { throw CocoaError(.formatting) }
        try ring.add(kid, now: .now)
        try ring.promote(kid)
        return ring
    }
}
