import LocalStack

/// Binds of accounts without a second factor, before their service's deadline: the gate looks the account up and leaves the
/// rest to slapd. Against the same binds put to slapd itself.
struct PassedBinds {
    private static let connections = 16
    private static let binds = 32_000
    private static let lowLoadBinds = 3_000

    private let rig: GateRig

    static func measure(_ rig: GateRig) async throws -> [Measurement] {
        let passed = PassedBinds(rig: rig)
        var results: [Measurement] = []
        if rig.request.wants(.binds) { results += try await passed.rates() }
        if rig.request.wants(.latency) { results += try await passed.latencies() }
        return results
    }

    private func rates() async throws -> [Measurement] {
        let byName = requests(Self.binds) { $0.dn }
        let byLogin = requests(Self.binds) { $0.login("imap") }
        let pair = try await Rates.measure(
            "binds passed on",
            runs: rig.request.runs,
            gate: RequestLoad(path: rig.gate.socket, requests: byName, connections: Self.connections),
            other: RequestLoad(path: rig.directPath, requests: byName, connections: Self.connections)
        )
        let named = try await Rates.measure(
            "the same by login name",
            runs: rig.request.runs,
            gate: RequestLoad(path: rig.gate.socket, requests: byLogin, connections: Self.connections),
            other: RequestLoad(path: rig.directPath, requests: byName, connections: Self.connections)
        )
        return [
            Measurement(
                what: "gate passing a bind on, against the same bind to slapd, 16 connections",
                value: pair.ratio,
                unit: .ratio,
                isCost: false,
                bar: 0.25,
                aim: 0.5,
                detail: pair.detail
            ),
            Measurement(
                what: "the same with the login name mail servers use",
                value: named.ratio,
                unit: .ratio,
                isCost: false,
                bar: 0.25,
                aim: 0.5,
                detail: named.detail
            ),
        ]
    }

    private func requests(_ count: Int, _ name: (Person) -> String) -> [[UInt8]] {
        (0..<count).map {
            LDAPRequest.bind(name(rig.plainPeople[$0 % rig.plainPeople.count]), password: rig.password)
        }
    }

    /// One bind after the other, in turns of a few hundred, so that whatever else the machine does hits both.
    private func latencies() async throws -> [Measurement] {
        let requests = requests(Self.lowLoadBinds) { $0.dn }
        var p50: [Duration] = []
        var p99: [Duration] = []
        var direct: [Duration] = []
        for run in 0...rig.request.runs {
            let (ours, theirs) = try await alternating(requests)
            guard run > 0 else { continue }
            p50.append(ours.median - theirs.median)
            p99.append(ours.percentile(0.99) - theirs.percentile(0.99))
            direct.append(theirs.median)
            tell(
                "latency \(run): gate p50 \(ours.median), p99 \(ours.percentile(0.99)); slapd \(theirs.median), \(theirs.percentile(0.99))"
            )
        }
        return [
            Measurement(
                what: "latency the gate adds to a bind at low load, p50",
                value: p50.median.milliseconds,
                unit: .milliseconds,
                bar: 0.2,
                aim: 0.05,
                detail: "slapd itself \(direct.median.milliseconds.rounded(to: 3)) ms"
            ),
            Measurement(
                what: "the same, p99",
                value: p99.median.milliseconds,
                unit: .milliseconds,
                bar: 1,
                aim: 0.2,
                detail: "\(Self.lowLoadBinds) binds in each of \(rig.request.runs) runs"
            ),
        ]
    }

    private func alternating(_ requests: [[UInt8]]) async throws -> (ours: [Duration], theirs: [Duration]) {
        let (gate, slapd) = (rig.gate.socket, rig.directPath)
        return try await onThread {
            let (ours, theirs) = (try LDAPSocket(path: gate), try LDAPSocket(path: slapd))
            var (gateTimes, slapdTimes): ([Duration], [Duration]) = ([], [])
            for turn in stride(from: 0, to: requests.count, by: 300) {
                let some = requests[turn..<min(turn + 300, requests.count)]
                for request in some { gateTimes.append(try ours.time(request)) }
                for request in some { slapdTimes.append(try theirs.time(request)) }
            }
            return (gateTimes, slapdTimes)
        }
    }
}

extension LDAPSocket {
    /// From before a request is sent until its answer, which must be success, was read.
    fileprivate func time(_ request: [UInt8]) throws -> Duration {
        let start = ContinuousClock.now
        try exchange(request)
        return ContinuousClock.now - start
    }
}
