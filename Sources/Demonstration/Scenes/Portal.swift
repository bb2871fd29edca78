internal import Foundation
internal import LocalStack
internal import Reports
internal import SampleDirectory
internal import StateDatabase

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
        try await showFigures(visitor)
        tellWhereItIs()
    }

    /// The cards of the service that the treasury offices upload to, against the worker's census.
    private func showFigures(_ visitor: PortalVisitor) async throws {
        let service = "sakti.mail.go.id"
        let census = try readState { try CensusReport(reading: $0, generated: .now) }
        guard let row = census.services.first(where: { $0.service == service }) else {
            throw DemonstrationFailure("the census has \(service)", found: "no row")
        }
        let page = try await visitor.get("/admin?layanan=\(service)")
        let cards = page.matches(of: /<span class="figure">([^<]+)<\/span>/).map { String($0.1).filter(\.isNumber) }
        let counts = [row.administrators, row.uploaded, row.registered, row.blocked]
        try narrator.check(
            "its cards: \(counts[0]) KPPN administrators, \(counts[1]) uploaded, \(counts[2]) registered, \(counts[3]) blocked",
            counts.allSatisfy { cards.contains(String($0)) },
            otherwise: "\(cards)"
        )
        let treasury = try await PortalVisitor(portalURL).signIn(
            sample.treasuryAdministrators.first?.address ?? "",
            password
        )
        try narrator.check(
            "a KPPN's administrator sees that office alone",
            treasury.contains("KPPN") && !treasury.contains("multidomain.mail.go.id"),
            otherwise: treasury
        )
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
