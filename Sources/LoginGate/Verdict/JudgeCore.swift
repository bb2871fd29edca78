internal import DirectoryModel
internal import LDAPClient
internal import NIOCore
internal import TwoFactor

/// Carries decisions out: look-ups before, writes after. Confined to the gate's event loop.
final class JudgeCore {
    let configuration: DirectoryJudge.Configuration
    let log: VerdictLog
    let loop: any EventLoop
    let write: DirectoryLink
    let lookup: AccountLookup
    let rings: RingCheck
    let policies: ServicePolicies
    let codes: CodeRecords
    let attempts: AttemptQueue
    private let read: DirectoryLink
    private let parser: LoginNameParser
    private let nobody: String
    private var refreshing: Recurring?

    init(
        _ configuration: DirectoryJudge.Configuration,
        log: VerdictLog,
        on loop: any EventLoop,
        readiness: @escaping (Bool) -> Void
    ) {
        (self.configuration, self.log, self.loop) = (configuration, log, loop)
        attempts = AttemptQueue(on: loop)
        let suffix = configuration.suffix
        let signal = ReadySignal()
        read = DirectoryLink(configuration.read, on: loop, logger: log.logger) { signal.fire() }
        write = DirectoryLink(configuration.write, on: loop, logger: log.logger) { signal.fire() }
        codes = CodeRecords(link: write, log: log)
        lookup = AccountLookup(link: read, suffix: suffix, acceptsAliases: configuration.acceptsAliases)
        parser = LoginNameParser(suffix: suffix)
        nobody = suffix.child("ou", "services").child("cn", "nobody").description
        rings = RingCheck(
            ring: configuration.ring,
            identity: suffix.child("ou", "system").child("cn", "gate"),
            link: read,
            log: log
        )
        policies = ServicePolicies(link: read, suffix: suffix, believed: configuration.policiesBelieved, log: log)
        let refreshing = Recurring(on: loop, every: configuration.refreshInterval) { [weak self] in
            self?.refresh().assumeIsolated().map { readiness(self?.isReady ?? false) }.nonisolated()
        }
        self.refreshing = refreshing
        signal.action = { [weak refreshing] in refreshing?.start() }
        refreshing.start()
    }

    /// Reads at once when a link comes up, rather than when the next reading is due.
    private final class ReadySignal {
        var action: () -> Void = {}
        func fire() { action() }
    }

    /// Whether account logins can be judged.
    var isReady: Bool { read.isReady && codes.isReady && rings.ring != nil && policies.areBelieved }

    func replace(ring: KeyRing) { rings.replace(with: ring) }

    func stop() {
        refreshing?.stop()
        read.close()
        write.close()
    }

    /// Readings that fail leave what was known, until that is too old.
    private func refresh() -> EventLoopFuture<Void> {
        guard read.isReady else { return loop.makeSucceededVoidFuture() }
        let readings = [policies.refresh(), rings.check()] + (write.isReady ? [codes.check()] : [])
        return .andAllComplete(readings, on: loop)
    }

    // MARK: Opening

    func open(_ bind: SimpleBind) -> EventLoopFuture<BindOpening> {
        var attempt = LoginAttempt(client: bind.client, time: configuration.now())
        guard bind.isProtected || !configuration.requiresProtection else {
            log.note(attempt.record(.refused, .unprotected))
            return now(.refuse(.unprotected))
        }
        switch parser.parse(bind.name) {
        case .unknown: return now(refuse(attempt, .malformedName))
        case .serviceIdentity(let name):
            return now(ask(name.description, bind.password, attempt) { .admit(.serviceIdentity) })
        case .address(let address, let purpose):
            (attempt.typed, attempt.purpose) = (address, purpose)
            return open(bind, attempt) { self.lookup.find(address, for: purpose) }
        case .entry(let name):
            attempt.purpose = .directory
            return open(bind, attempt) { self.lookup.find(name) }
        }
    }

    private func open(
        _ bind: SimpleBind,
        _ attempt: LoginAttempt,
        _ find: () -> EventLoopFuture<AccountLookup.Finding>
    ) -> EventLoopFuture<BindOpening> {
        guard rings.ring != nil else { return now(unavailable(attempt, .keyRing)) }
        guard policies.areBelieved else { return now(unavailable(attempt, .policies)) }
        return find().assumeIsolated().map { self.open(bind, attempt, $0) }
            .recover { self.trouble(attempt, $0, down: .directoryDown) }.nonisolated()
    }

    private func open(_ bind: SimpleBind, _ attempt: LoginAttempt, _ finding: AccountLookup.Finding) -> BindOpening {
        switch finding {
        case .nobody:
            // Takes as long as a wrong password, for whatever was typed.
            return ask(nobody, bind.password, attempt) { .refuse(.unknownName, .wrong) }
        case .ambiguous:
            log.alarm(.ambiguousName, "two entries have the address \(attempt.typed?.text ?? "of a bind")", of: attempt)
            return refuse(attempt, .ambiguousName)
        case .account(let account):
            var attempt = attempt
            attempt.account = account
            return judge(bind.password, account, attempt)
        }
    }

    // MARK: Answers

    func now(_ opening: BindOpening) -> EventLoopFuture<BindOpening> { loop.makeSucceededFuture(opening) }

    /// Refused like a wrong password.
    func refuse(_ attempt: LoginAttempt, _ reason: VerdictReason) -> BindOpening {
        log.note(attempt.record(.refused, reason))
        return .refuse(.wrong)
    }

    /// Put off; nothing was counted.
    func unavailable(_ attempt: LoginAttempt, _ reason: VerdictReason) -> BindOpening {
        .refuse(putOff(attempt, reason, isBusy: false))
    }

    /// Put off because an operation on the directory came to nothing.
    func trouble(_ attempt: LoginAttempt, _ error: any Error, down reason: VerdictReason) -> BindOpening {
        .refuse(putOff(attempt, error, down: reason))
    }

    func putOff(_ attempt: LoginAttempt, _ error: any Error, down reason: VerdictReason) -> BindRefusal {
        let isBusy = (error as? LinkError)?.isOverload ?? false
        return putOff(attempt, isBusy ? .directorySlow : reason, isBusy: isBusy)
    }

    func putOff(_ attempt: LoginAttempt, _ reason: VerdictReason, isBusy: Bool) -> BindRefusal {
        log.note(attempt.record(isBusy ? .busy : .unavailable, reason))
        return BindRefusal(resultCode: isBusy ? 51 : 52, message: configuration.texts.unavailable)
    }
}
