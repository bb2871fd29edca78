import LocalStack
import TwoFactor

/// Logins with password and code through the gate, against slapd's own overlay for it (slapo-otp(5)) in the same
/// database: the same number of people, each of whom logs in once a round.
struct CodeLogins {
    private static let connections = 16

    private let rig: GateRig
    /// The password of those whose second factor is the overlay's.
    private let overlayPassword: String

    static func measure(_ rig: GateRig) async throws -> [Measurement] {
        [
            try await CodeLogins(rig: rig, overlayPassword: rig.password).measure("slapo-otp in the same slapd"),
            try await withReplicatedWrites(rig).measure("slapo-otp whose writes reach replicas, too"),
        ]
    }

    /// slapo-otp of OpenLDAP 2.5 leaves the flag that an internal write gets no entryCSN where the bind's password had the
    /// lowest byte of its length. So no replica hears of a used code, but for passwords of 256 characters.
    private static func withReplicatedWrites(_ rig: GateRig) async throws -> CodeLogins {
        let password = String(repeating: "sandi-panjang-ya", count: 16)
        let hash = try await PasswordHash.ssha(of: password)
        let changes = rig.overlayPeople.map {
            "dn: \($0.dn)\nchangetype: modify\nreplace: userPassword\nuserPassword: \(hash)\n\n"
        }
        try await rig.stack.slapd.modify(changes.joined())
        return CodeLogins(rig: rig, overlayPassword: password)
    }

    private func measure(_ other: String) async throws -> Measurement {
        let rates = try await Rates.measure(
            "logins with a code",
            runs: rig.request.runs,
            gate: { try await throughGate() },
            other: { try await byOverlay() }
        )
        return Measurement(
            what: "logins with password and code, against \(other), \(Self.connections) connections",
            value: rates.ratio,
            unit: .ratio,
            isCost: false,
            bar: 0.7,
            aim: 1,
            detail: rates.detail + ", \(rig.loginPeople.count) people each"
        )
    }

    private func throughGate() async throws -> RequestLoad {
        try await forget("pamongTotpLastStep", in: rig.loginPeople.map { CodeRecord.name(of: $0.uuid) })
        let code = try await GateKeys.code()
        let requests = rig.loginPeople.map { person in
            LDAPRequest.bind(person.login("web"), password: rig.password + code)
        }
        return RequestLoad(path: rig.gate.socket, requests: requests, connections: Self.connections)
    }

    private func byOverlay() async throws -> RequestLoad {
        try await forget("oathTOTPLastTimeStep", in: rig.overlayPeople.map(\.dn))
        let code = try await GateKeys.code()
        let requests = rig.overlayPeople.map { person in
            LDAPRequest.bind(person.dn, password: overlayPassword + code)
        }
        return RequestLoad(path: rig.directPath, requests: requests, connections: Self.connections)
    }

    /// Takes the last used step away, so that the present code is good again. A replace without a value may find none.
    private func forget(_ attribute: String, in entries: [String]) async throws {
        let changes = entries.map { "dn: \($0)\nchangetype: modify\nreplace: \(attribute)\n\n" }
        try await rig.stack.slapd.modify(changes.joined())
    }
}
