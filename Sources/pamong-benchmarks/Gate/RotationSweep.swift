import DirectoryModel
import Foundation
import LocalStack
import TwoFactor

/// `pamong totp rotate` over 20,000 sealed values, from its start to its end, against the same number of modifies that
/// put one value of the same size in the place of another and read nothing, from connections that never wait for an answer
/// before they send the next.
struct RotationSweep {
    /// How the modifies are put to slapd.
    private struct Shape {
        var connections: Int
        var window: Int
    }

    /// The best of them in the first turn is what counts in the others.
    private static let shapes = [
        Shape(connections: 1, window: 64), Shape(connections: 4, window: 32), Shape(connections: 16, window: 8),
    ]

    private let rig: GateRig
    private let people = Person.first(GateRig.sealedCount, .secured)

    static func measure(_ rig: GateRig) async throws -> [Measurement] {
        let sweep = RotationSweep(rig: rig)
        let command = try RotateCommand(rig: rig)
        var ring = rig.keys.ring
        var ours: [Double] = []
        var theirs: [Double] = []
        var best = shapes[0]
        for run in 0...rig.request.runs {
            if run == 0 { best = try await sweep.bestShape(ring) }
            let raw = try await sweep.modifies(best, ring).rate()
            let kid = try GateKeys.kid(run + 1)
            try ring.add(kid, now: .now)
            try ring.promote(kid)
            let time = try await command.run(ring)
            try await sweep.expectAll(under: kid)
            let rate = Double(sweep.people.count) / time.inSeconds
            tell("rotation \(run): \(Int(rate)) values a second, slapd \(Int(raw)) modifies a second")
            guard run > 0 else { continue }
            ours.append(rate)
            theirs.append(raw)
        }
        let (rate, raw) = (ours.sorted()[ours.count / 2], theirs.sorted()[theirs.count / 2])
        return [
            Measurement(
                what: "rotation sweep of \(sweep.people.count) sealed values, against slapd's own modifies",
                value: rate / raw,
                unit: .ratio,
                isCost: false,
                bar: 0.5,
                aim: 0.9,
                detail: "\(Int(rate)) and \(Int(raw)) a second, \(best.connections) × \(best.window) in flight"
            )
        ]
    }

    private func bestShape(_ ring: KeyRing) async throws -> Shape {
        var best = (shape: Self.shapes[0], rate: 0.0)
        for shape in Self.shapes {
            let rate = try await modifies(shape, ring).rate()
            tell("\(shape.connections) connections with \(shape.window) modifies in flight: \(Int(rate)) a second")
            if rate > best.rate { best = (shape, rate) }
        }
        return best.shape
    }

    private func modifies(_ shape: Shape, _ ring: KeyRing) throws -> RequestLoad {
        let attribute = SealedAttribute.secret
        let requests = try people.map { person in
            let value = try ring.seal(rig.keys.secret, for: person.uuid, attribute: attribute).text
            return LDAPRequest.replace(attribute.rawValue, of: person.dn, with: value, id: person.number + 2)
        }
        var load = RequestLoad(path: rig.directPath, requests: requests, connections: shape.connections)
        let slapd = rig.stack.slapd
        let password = try String(contentsOf: slapd.passwordFile(of: .portal), encoding: .utf8)
        load.opening = [LDAPRequest.bind(slapd.dn(of: .portal), password: password)]
        load.window = shape.window
        return load
    }

    private func expectAll(under kid: KeyIdentifier) async throws {
        let found = try await rig.stack.slapd.search("(pamongTotpSecret=*)", attributes: ["pamongTotpSecret"])
        let count = found.split(separator: "\n").count { $0.hasPrefix("pamongTotpSecret: $pamong1$\(kid)$") }
        guard count == people.count else {
            throw BenchmarkFailure("\(count) of \(people.count) values are under \(kid)")
        }
    }
}

/// The operator's command, with a configuration of its own.
private struct RotateCommand {
    private let slapd: SlapdServer
    private let program: String
    private let configuration: URL
    private let keyRing: URL

    init(rig: GateRig) throws {
        let programs = try GateOptions.programBesideThis().deletingLastPathComponent()
        program = programs.appending(path: "pamong").path
        slapd = rig.stack.slapd
        let folder = rig.stack.folder
        keyRing = folder.url.appending(path: "secrets/rotated.json")
        configuration = folder.url.appending(path: "rotate.yaml")
        let text = """
            directory:
              uri: \(slapd.gateURI)
              suffix: \(slapd.options.suffix)
              bindDN: \(slapd.dn(of: .worker))
              passwordFile: \(slapd.passwordFile(of: .worker).path)
            mailHost: \(WorkerAccess.mailHost)
            secondFactor:
              keyRing: \(keyRing.path)
              bindDN: \(slapd.dn(of: .portal))
              passwordFile: \(slapd.passwordFile(of: .portal).path)

            """
        try text.write(to: configuration, atomically: true, encoding: .utf8)
    }

    func run(_ ring: KeyRing) async throws -> Duration {
        try KeyRingFile(path: keyRing.path).save(ring)
        try await slapd.keepCanaries(of: ring)
        let command = ShortCommand(
            program,
            ["totp", "rotate", "--config", configuration.path],
            timeLimit: .seconds(600)
        )
        return try await timed { try await command.run() }
    }
}
