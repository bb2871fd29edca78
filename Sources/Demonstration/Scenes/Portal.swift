internal import Foundation
internal import LocalStack
internal import SampleDirectory

extension Platform {
    /// Sample sign-ins for the administrators' pages: one of each kind, and what each administers.
    var administrators: [(address: String, what: String)] {
        var list = [(sample.headquarters.address, "everything (Admin Pusat)")]
        if let treasury = sample.treasuryAdministrators.first { list.append((treasury.address, "a KPPN (Admin KPPN)")) }
        if let agency = sample.agencyAdministrators.first {
            list.append((agency.address, "an agency (Admin Instansi)"))
        }
        return list
    }

    /// The web pages: what Admin Pusat sees of sakti, and where to go on by hand.
    func showPortal() async throws {
        narrator.chapter("The portal")
        let visitor = PortalVisitor(portalURL)
        let first = try await visitor.get("/")
        try narrator.check("the portal asks who is there, in Indonesian", first.contains("<html lang=\"id\">"))
        let start = try await visitor.signIn(sample.headquarters.address, password)
        try narrator.check(
            "Admin Pusat signs in through the gate and comes to the dashboard",
            start.contains("href=\"/admin\""),
            otherwise: start
        )
        tellWhereItIs()
    }

    /// For a person who wants to look.
    func tellWhereItIs() {
        let administrators = administrators.map { "\($0.address): \($0.what)" }
        narrator.show(
            """
            \(portalURL)
            \(administrators.joined(separator: "\n"))
            the password of all sample accounts, while this runs: \(stack.folder.url.appending(path: "endpoints.json").path)
            """
        )
    }
}
