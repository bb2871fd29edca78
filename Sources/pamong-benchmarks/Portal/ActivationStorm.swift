import Foundation
import LocalStack

/// A thousand people who activate their second factor at the same time, each from signing in to the right code: the day
/// before the deadline.
struct ActivationStorm {
    static let people = 1_000
    private static let tenant = "o=Badan Aktivasi,cn=multidomain.mail.go.id,ou=services,\(WorkerAccess.suffix)"

    let load: HTTPLoad
    let password: String

    func measure(_ run: PortalRun) async throws -> [Measurement] {
        tell("\(Self.people) activations at once")
        let (load, password) = (load, password)
        let begun = ContinuousClock.now
        let failures = await withTaskGroup(of: String?.self) { group in
            for number in 0..<Self.people {
                group.addTask {
                    do {
                        try await Self.activate(number, load, password)
                        return nil
                    } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: [String]()) { if let failure = $1 { $0.append(failure) } }
        }
        let time = ContinuousClock.now - begun
        for failure in Set(failures).sorted().prefix(3) { tell("an activation failed: \(failure)") }
        return [
            Measurement(
                what: "\(Self.people) activations at once that failed",
                value: Double(failures.count),
                unit: .count,
                bar: 0,
                aim: 0,
                detail: "\(time.inSeconds.rounded(to: 1)) s, portal's memory \(try run.megabytes.rounded(to: 0)) MB"
            )
        ]
    }

    private static func activate(_ number: Int, _ load: HTTPLoad, _ password: String) async throws {
        var visitor = WebVisitor(load, address: "10.20.\(number / 250).\(number % 250)")
        try await visitor.signIn(address(number), password)
        try await visitor.get("/akun/2fa")
        let page = try await visitor.post("/akun/2fa/mulai", ["app": "google"])
        guard let key = page.text.firstMatch(of: /<code class="key">([A-Z2-7 ]+)<\/code>/) else {
            throw BenchmarkFailure("no key on the page (\(page.status))")
        }
        let code = try await ShortCommand(
            "/usr/bin/oathtool",
            ["--totp", "--base32", "-"],
            input: Data((key.1.filter { $0 != " " } + "\n").utf8)
        ).run().trimmingCharacters(in: .whitespacesAndNewlines)
        let done = try await visitor.post("/akun/2fa/aktifkan", ["code": code, "app": "google"])
        guard done.text.contains("class=\"codes\"") else { throw BenchmarkFailure("not activated (\(done.status))") }
    }

    private static func address(_ number: Int) -> String { "aktivasi\(number)@aktivasi.go.id" }

    /// A tenant of these people, as LDIF.
    static func entries(passwordHash: String) -> String {
        var text = """
            dn: \(tenant)
            objectClass: organization
            objectClass: pamongTenant
            o: Badan Aktivasi
            pamongTenantStatus: active

            dn: ou=accounts,\(tenant)
            objectClass: organizationalUnit
            ou: accounts

            dn: ou=domains,\(tenant)
            objectClass: organizationalUnit
            ou: domains

            dn: associatedDomain=aktivasi.go.id,ou=domains,\(tenant)
            objectClass: pamongDomain
            associatedDomain: aktivasi.go.id
            pamongMxStatus: pending


            """
        for number in 0..<people {
            text += """
                dn: mail=\(address(number)),ou=accounts,\(tenant)
                objectClass: inetOrgPerson
                objectClass: inetLocalMailRecipient
                objectClass: pamongAccount
                mail: \(address(number))
                cn: Aktivasi \(number)
                sn: \(number)
                mailHost: \(WorkerAccess.mailHost)
                pamongAccountStatus: active
                pamongRegisteredTime: 20260101000000Z
                userPassword: \(passwordHash)


                """
        }
        return text
    }
}
