internal import DirectoryModel
internal import Foundation
internal import TwoFactor

/// All sessions, in memory: a restart signs everybody out, and nothing of them is ever on a disk.
actor SessionStore {
    /// More than a busy morning has; beyond it those that have signed in nowhere are dropped first.
    static let capacity = 50_000

    private var sessions: [String: Session] = [:]
    private let idleLimit: Duration
    private let lifetime: Duration

    init(idleLimit: Duration, lifetime: Duration) {
        (self.idleLimit, self.lifetime) = (idleLimit, lifetime)
    }

    /// How many there are.
    var count: Int { sessions.count }

    /// The session of this name, if it still is one; it counts as seen.
    func session(_ token: String, now: Timestamp = .now) -> Session? {
        guard var session = sessions[token] else { return nil }
        guard !session.isOver(at: now, idle: idleLimit, lifetime: lifetime) else {
            sessions[token] = nil
            return nil
        }
        session.lastSeen = now
        sessions[token] = session
        return session
    }

    /// Begins a session under a new name, in place of an old one: a name from before the sign-in is worth nothing after it.
    func begin(
        _ standing: Session.Standing,
        insteadOf old: String? = nil,
        now: Timestamp = .now
    ) throws -> (token: String, value: Session) {
        if let old { sessions[old] = nil }
        if sessions.count >= Self.capacity { makeRoom(now) }
        let (token, formToken) = (try Self.randomName(), try Self.randomName())
        let session = Session(standing, formToken: formToken, now: now)
        sessions[token] = session
        return (token, session)
    }

    /// Changes a session that still is there.
    func update(_ token: String, _ change: @Sendable (inout Session) -> Void) {
        guard var session = sessions[token] else { return }
        change(&session)
        sessions[token] = session
    }

    /// Says something once: hands the notice out and forgets it.
    func takeNotice(_ token: String) -> (any WordTable)? {
        defer { sessions[token]?.notice = nil }
        return sessions[token]?.notice
    }

    /// Ends a session.
    func end(_ token: String) {
        sessions[token] = nil
    }

    /// Ends all sessions of an account but one.
    func endAll(of uuid: EntryUUID, except token: String? = nil) {
        sessions = sessions.filter { $0.key == token || $0.value.person?.uuid != uuid }
    }

    /// Forgets what is over, passwords that wait for a code first of all.
    func sweep(now: Timestamp = .now) {
        for (token, session) in sessions {
            if session.isOver(at: now, idle: idleLimit, lifetime: lifetime) {
                sessions[token] = nil
            } else if case .waiting(let waiting) = session.standing, waiting.expires <= now {
                sessions[token]?.standing = .anonymous
            }
        }
    }

    private func makeRoom(_ now: Timestamp) {
        sweep(now: now)
        guard sessions.count >= Self.capacity else { return }
        sessions = sessions.filter { $0.value.person != nil }
        if sessions.count >= Self.capacity { sessions = [:] }
    }

    private static func randomName() throws -> String {
        try SecretBytes.random(count: 32).withBytes { bytes in
            Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
                "=",
                with: ""
            )
        }
    }
}
