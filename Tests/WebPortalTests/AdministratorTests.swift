import HTTPTypes
import Testing

@testable import WebPortal

/// Who is led to the administrators' pages, and for whom they do not exist.
@Suite struct `Administrators` {
    @Test func `an administrator starts at the dashboard, and is offered it; others are not`() async throws {
        let rig = try await PortalRig.shared()
        try await rig.serving { browser, _ in
            for officer in [Officer.headOffice, .bandung, .medan] {
                let administrator = browser.stranger()
                _ = try await administrator.get("/masuk")
                let answer = try await administrator.postOnce(
                    "/masuk",
                    ["address": officer.address, "password": PortalRig.password]
                )
                #expect(answer.headers[.location] == "/admin", "\(officer)")
                #expect(try await administrator.get("/akun").text.contains("href=\"/admin\""))
            }
            try await browser.signIn(rig.person(of: PortalRig.early), PortalRig.password)
            #expect(try await browser.get("/akun").text.contains("href=\"/admin\"") == false)
            #expect(try await browser.get("/admin").status == 404)
        }
    }
}
