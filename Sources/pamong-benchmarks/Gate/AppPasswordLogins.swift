import LocalStack

/// Logins with an app password, which the gate judges alone, against plain binds of slapd with passwords hashed by
/// `{SSHA}`.
enum AppPasswordLogins {
    private static let connections = 16
    private static let logins = 32_000

    static func measure(_ rig: GateRig) async throws -> [Measurement] {
        let secured = rig.loginPeople
        let logins = (0..<Self.logins).map { number in
            let person = secured[number % secured.count]
            return LDAPRequest.bind(person.login("imap"), password: rig.keys.appPassword(of: person))
        }
        let binds = (0..<Self.logins).map {
            LDAPRequest.bind(rig.plainPeople[$0 % rig.plainPeople.count].dn, password: rig.password)
        }
        let rates = try await Rates.measure(
            "app-password logins",
            runs: rig.request.runs,
            gate: RequestLoad(path: rig.gate.socket, requests: logins, connections: connections),
            other: RequestLoad(path: rig.directPath, requests: binds, connections: connections)
        )
        return [
            Measurement(
                what: "app-password logins, against binds to slapd with {SSHA}, 16 connections",
                value: rates.ratio,
                unit: .ratio,
                isCost: false,
                bar: 0.3,
                aim: 0.8,
                detail: rates.detail
            )
        ]
    }
}
