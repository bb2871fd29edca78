internal import DirectoryModel
internal import TwoFactor

/// What the server knows of one browser. All of it stays here; the browser has a random name for it.
struct Session: Sendable {
    /// How far somebody has proved who they are.
    enum Standing: Sendable {
        case anonymous
        /// A password was typed that has not been looked at, because a code may belong to it.
        case waiting(WaitingSignIn)
        case signedIn(Person)
    }

    /// How somebody has signed in.
    enum Way: String, Sendable {
        case password
        /// The password of somebody who cannot use the account without a second factor any more, for setting one up.
        case passwordForActivation
        case passwordAndCode
        case recoveryCode
    }

    /// A sign-in between its two pages.
    struct WaitingSignIn: Sendable {
        static let lifetime: Duration = .seconds(120)
        static let attempts = 5

        let address: MailAddress
        let password: SecretBytes
        let expires: Timestamp
        var attemptsLeft = Self.attempts
    }

    /// Somebody who has signed in.
    struct Person: Sendable {
        let address: MailAddress
        let uuid: EntryUUID
        /// Only a second factor can be set up, since the account cannot be used without one any more.
        var isForActivationOnly: Bool
        /// Sessions that were revoked at or after this moment include this one.
        var validSince: Timestamp
        /// When password and code were last given together.
        var steppedUp: Timestamp?
        /// When the password was given with a recovery code, for somebody who has lost the authenticator.
        var recovered: Timestamp?
        /// Whether the administrators' pages are offered. What may be done there the directory says, each time.
        var administers = false
        /// Whether the help desk's ticket was shown, where one is needed.
        var hasShownTicket = false
        /// When the password was given.
        let passwordGiven: Timestamp
    }

    /// What every form carries, so that no other site can send one.
    let formToken: String
    let begun: Timestamp
    var lastSeen: Timestamp
    var standing: Standing
    /// Said once, on the next page.
    var notice: (any WordTable)?

    init(_ standing: Standing, formToken: String, now: Timestamp) {
        self.formToken = formToken
        self.standing = standing
        begun = now
        lastSeen = now
    }

    var person: Person? {
        if case .signedIn(let person) = standing { person } else { nil }
    }

    /// The sign-in that waits for a code, while it may.
    func waiting(at now: Timestamp) -> WaitingSignIn? {
        guard case .waiting(let waiting) = standing, waiting.expires > now else { return nil }
        return waiting
    }

    /// Takes one of the attempts that a waiting sign-in has.
    mutating func countAttempt() {
        guard case .waiting(var waiting) = standing else { return }
        waiting.attemptsLeft -= 1
        standing = .waiting(waiting)
    }

    func isOver(at now: Timestamp, idle: Duration, lifetime: Duration) -> Bool {
        now.since(lastSeen) >= idle || now.since(begun) >= lifetime
    }
}

extension Session.Person {
    /// How long password and code hold for what could give the account away.
    static let stepUpLifetime: Duration = .seconds(10 * 60)
    /// How long a recovery code holds for replacing the authenticator: the new phone may have to get its app first.
    static let recoveryLifetime: Duration = .seconds(30 * 60)

    /// - Parameter revoked: when the account's sessions were last ended; this one begins after that.
    init(
        _ address: MailAddress,
        _ uuid: EntryUUID,
        by way: Session.Way,
        revoked: Timestamp?,
        now: Timestamp
    ) {
        let (since, ended) = (now, revoked.map { $0 + .seconds(1) })
        self.init(
            address: address,
            uuid: uuid,
            isForActivationOnly: way == .passwordForActivation,
            validSince: max(since, ended ?? since),
            steppedUp: way == .passwordAndCode ? now : nil,
            recovered: way == .recoveryCode ? now : nil,
            passwordGiven: now
        )
    }

    /// The same person once a second factor is active. Its code was right just now; with the password of late that is a step-up.
    func activated(at now: Timestamp) -> Session.Person {
        var person = self
        person.isForActivationOnly = false
        person.steppedUp = min(passwordGiven, now)
        person.recovered = nil
        return person
    }

    /// Where somebody goes who asked for no page.
    var startPage: String {
        isForActivationOnly || recovered != nil ? "/akun/2fa" : administers ? "/admin" : "/akun"
    }

    func hasSteppedUp(at now: Timestamp) -> Bool {
        steppedUp.map { now.since($0) < Self.stepUpLifetime } ?? false
    }

    /// Whether the authenticator may be replaced: by whoever has given password and code, or a recovery code.
    func mayReplaceDevice(at now: Timestamp) -> Bool {
        hasSteppedUp(at: now) || recovered.map { now.since($0) < Self.recoveryLifetime } ?? false
    }

    /// The directory keeps whole seconds, so the second of the revocation itself counts as before it.
    func isRevoked(_ revoked: Timestamp?) -> Bool {
        revoked.map { $0.unixSeconds >= validSince.unixSeconds } ?? false
    }
}
