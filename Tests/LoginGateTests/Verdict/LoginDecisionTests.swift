import DirectoryModel
import LDAPClient
import NIOCore
import Testing
import TwoFactor

@testable import LoginGate

@Suite struct `What is decided without a server` {
    private static let since = Timestamp(microseconds: 1_769_360_400_000_000)
    private static let factors: [FactorState] = [
        .active, .none(because: .notDue), .none(because: .newcomer), .none(because: .exempt), .overdue(since: since),
        .tampered,
    ]

    /// The table of the design, written down a second time, row by row.
    private static func expected(
        _ isActive: Bool,
        _ factor: FactorState,
        _ purpose: LoginProtocol,
        _ kind: PresentedCredential.Kind,
        _ enforcement: Enforcement
    ) -> LoginDecision {
        let asks = kind == .password
        let mail = [.imap, .pop3, .smtp, .submission, .sieve].contains(purpose)
        if !isActive { return asks ? .askPassword(then: .refuse(.notActive, .nothing)) : .refuse(.notActive) }
        switch (factor, kind) {
        case (.active, .password) where purpose == .activation: return .refuse(.codeMissing)
        case (.none, .password) where purpose == .activation: return .askPassword(then: .admit(.activation))
        case (.overdue, .password) where purpose == .activation: return .askPassword(then: .admit(.activation))
        case (.tampered, .password) where purpose == .recovery:
            return .askPassword(then: .refuse(.tampered, .needsHelp))
        case (.tampered, _) where purpose == .recovery: return .refuse(.tampered)
        case (.active, .password) where purpose == .recovery: return .askPasswordAndRecoveryCode
        case (_, .password) where purpose == .recovery: return .askPassword(then: .refuse(.recoveryWrong, .nothing))
        case (_, _) where purpose == .recovery: return .refuse(.recoveryWrong)
        case (.tampered, .password): return .askPassword(then: .refuse(.tampered, .needsHelp))
        case (.tampered, _): return .refuse(.tampered)
        case (.active, .password) where mail: return .refuse(.mainPassword, .needsAppPassword)
        case (.active, .password): return .askPasswordAndCode
        case (.active, .appPassword) where mail: return .judgeAppPassword
        case (.active, .sessionTicket) where mail: return .judgeTicket(wouldRefuse: nil)
        case (_, .appPassword): return .refuse(.appPasswordWrong)
        case (_, .sessionTicket) where !mail: return .refuse(.ticketWrong)
        case (.active, _): return .refuse(.ticketWrong)
        case (.none(.exempt), .password): return .askPassword(then: .admit(.exempt))
        case (.none(let why), .password): return .askPassword(then: .admit(why, wouldRefuse: .noSecondFactor))
        case (.none(.exempt), .sessionTicket): return .judgeTicket(wouldRefuse: nil)
        case (.none, .sessionTicket): return .judgeTicket(wouldRefuse: .noSecondFactor)
        case (.overdue, .password) where enforcement == .observe:
            return .askPassword(then: .admit(.observed, wouldRefuse: .noSecondFactor))
        case (.overdue(let since), .password):
            return .askPassword(then: .refuse(.noSecondFactor, .overdue(since: since)))
        case (.overdue, .sessionTicket):
            return enforcement == .observe ? .judgeTicket(wouldRefuse: .noSecondFactor) : .refuse(.noSecondFactor)
        }
    }

    @Test func `every state, protocol, credential and mode has the decision of the design's table`() {
        var cases = 0
        for isActive in [true, false] {
            for factor in Self.factors {
                for purpose in LoginProtocol.allCases {
                    for kind in PresentedCredential.Kind.allCases {
                        for enforcement in Enforcement.allCases {
                            let decision = LoginDecision(
                                isActive: isActive,
                                factor: factor,
                                for: purpose,
                                with: kind,
                                enforcement
                            )
                            #expect(
                                decision == Self.expected(isActive, factor, purpose, kind, enforcement),
                                "\(isActive) \(factor) \(purpose) \(kind) \(enforcement)"
                            )
                            cases += 1
                        }
                    }
                }
            }
        }
        #expect(cases == 2 * 6 * 9 * 3 * 2)
    }

    @Test func `with a second factor no main password is ever enough by itself`() {
        for factor in [FactorState.active, .tampered] {
            for purpose in LoginProtocol.allCases {
                for enforcement in Enforcement.allCases {
                    let decision = LoginDecision(
                        isActive: true,
                        factor: factor,
                        for: purpose,
                        with: .password,
                        enforcement
                    )
                    if case .askPassword(then: .admit) = decision { Issue.record("\(factor) \(purpose)") }
                }
            }
        }
    }

    // MARK: States

    private func account(
        secret: Bool = false,
        since: Timestamp? = nil,
        appPasswords: [String] = [],
        exemption: String? = nil,
        registered: Timestamp? = nil
    ) -> AccountRecord {
        AccountRecord(
            dn: "mail=a@b.id",
            entryUUID: EntryUUID(high: 1, low: 2),
            address: "a@b.id",
            service: "s",
            status: "active",
            registered: registered,
            sealedSecret: secret ? "$pamong1$" : nil,
            twoFactorSince: since,
            appPasswords: appPasswords,
            exemption: exemption,
            sessionsRevoked: nil,
            isPasswordLockedForGood: false
        )
    }

    @Test func `how an account stands follows from its attributes and its service's policy`() {
        let day = Duration.seconds(86_400)
        let (deadline, now) = (Self.since, Self.since + day)
        let policy = TwoFactorPolicy(deadline: deadline, newcomerGrace: day * 7)
        func state(_ account: AccountRecord, _ policy: TwoFactorPolicy = policy) -> FactorState {
            FactorState(account, policy, at: now)
        }
        #expect(state(account(secret: true)) == .active)
        #expect(state(account(secret: true, since: deadline)) == .active)
        #expect(state(account(since: deadline)) == .tampered)
        #expect(state(account(appPasswords: ["$app1$"])) == .tampered)
        #expect(state(account()) == .overdue(since: deadline))
        #expect(state(account(registered: deadline - day * 10)) == .overdue(since: deadline))
        #expect(state(account(registered: deadline - day)) == .none(because: .newcomer))
        #expect(state(account(exemption: "20991231000000Z$humas@mail.go.id$Alat pindai")) == .none(because: .exempt))
        #expect(state(account(exemption: "20200101000000Z$humas@mail.go.id$Lama")) == .overdue(since: deadline))
        #expect(state(account(exemption: "selamanya")) == .overdue(since: deadline))
        #expect(state(account(), TwoFactorPolicy(deadline: nil)) == .none(because: .notDue))
        #expect(state(account(), TwoFactorPolicy(deadline: now + day)) == .none(because: .notDue))
    }

    // MARK: What the password field holds

    @Test(arguments: [
        ("rahasia", PresentedCredential.Kind.password), ("rahasia123456", .password),
        ("abcd-efgh-ijkm-npqr-stuv-wxyz", .appPassword), ("ABCD EFGH IJKM NPQR STUV WXYZ", .appPassword),
        ("abcdefghijkmnpqrstuvwxy", .password), ("abcd-efgh-ijkm-npqr-stuv-wxy0", .password),
        ("pamong-session1.2026a.AAAA", .sessionTicket), ("pamong-session1.", .sessionTicket), ("\u{0}", .password),
    ])
    func `what came in the password field shows by its form`(_ text: String, _ kind: PresentedCredential.Kind) {
        for purpose in LoginProtocol.allCases {
            let expected = purpose == .recovery ? .password : kind
            #expect(PresentedCredential(SecretBytes(text), for: purpose).kind == expected)
        }
    }

    // MARK: Writes and words

    @Test func `a code's write asserts what it must`() {
        let right = CodeAttempt(step: 59_000_000, limit: 5)
        #expect(right.assertion.description == "(&(!(pamongTotpLastStep>=59000000))(!(pamongTotpFailures>=5)))")
        let wrong = CodeAttempt(step: nil, limit: 5)
        #expect(wrong.assertion.description == "(!(pamongTotpFailures>=5))")
        #expect(wrong.changes(at: Self.since).last == .replace("pamongTotpFailedTime", "20260125170000Z"))
        let later = CodeAttempt(step: nil, limit: 8)
        #expect(later.assertion.description == "(&(!(pamongTotpFailures>=8))(pamongTotpFailures>=7))")
        #expect(
            AttemptAllowance(failures: 0, failedTime: nil, now: Self.since) == .open(below: CodeAttempt.freeAttempts)
        )
    }

    @Test func `the day of the deadline is the one on the reader's calendar`() {
        let texts = RefusalTexts(activationURL: "https://a", appPasswordURL: "https://b", helpDesk: "0800")
        #expect(
            texts.overdue(since: Self.since).hasPrefix(
                "2FA sudah diwajibkan sejak 26 Januari 2026. Aktifkan di https://a / "
            )
        )
        for text in [texts.needsHelp, texts.needsAppPassword, texts.unavailable] { #expect(!text.contains("\n")) }
        #expect(texts.needsHelp.contains("0800"))
    }
}

@Suite struct `How often an alarm is said` {
    private let now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    @Test func `once a minute for each account and alarm`() {
        var pace = AlarmPace()
        let asked: [(GateAlarm, String, TimeAmount)] = [
            (.tampered, "a@b.id", .zero), (.tampered, "a@b.id", .seconds(59)), (.tampered, "c@b.id", .seconds(59)),
            (.sealBroken, "a@b.id", .seconds(59)), (.tampered, "a@b.id", .seconds(60)),
        ]
        let said = asked.map { alarm, account, time in pace.says(alarm, about: account, at: now + time) }
        #expect(said == [true, false, true, true, true])
    }

    @Test func `a thousand accounts a minute, then the metric alone tells, then again`() {
        var pace = AlarmPace()
        let said = (0..<2000).map { pace.says(.sealBroken, about: "\($0)@b.id", at: now) }
        #expect(said == (0..<2000).map { $0 < 1000 })
        let isSaidAgain = pace.says(.tampered, about: "a@b.id", at: now + .seconds(61))
        #expect(isSaidAgain)
    }
}

@Suite struct `The line of an account's codes` {
    private let now = Timestamp(microseconds: 1_780_000_000_000_000)

    @Test func `a record says whether a code is tried, and below which limit`() {
        let (right, wrong) = (CodeAttempt(step: 10), CodeAttempt(step: nil))
        #expect(right.against(CodeRecord(), at: now) == .success(right))
        #expect(right.against(CodeRecord(lastStep: 10), at: now) == .failure(.used))
        #expect(right.against(CodeRecord(lastStep: 9), at: now) == .success(right))
        #expect(wrong.against(CodeRecord(lastStep: 10), at: now) == .success(wrong))
        let full = CodeRecord(lastStep: 9, failures: 5, failedTime: now)
        #expect(right.against(full, at: now) == .failure(.locked) && wrong.against(full, at: now) == .failure(.locked))
        let later = now + .seconds(60)
        #expect(right.against(full, at: later) == .success(CodeAttempt(step: 10, limit: 6)))
        #expect(wrong.against(CodeRecord(failures: 20, failedTime: now), at: later) == .failure(.locked))
        #expect(wrong.against(CodeRecord(failures: -1), at: later) == .failure(.locked), "nothing that can be believed")
    }

    @Test func `what was written is known without asking again, as far as it tells`() {
        var findings = AttemptQueue.Findings()
        findings.note(CodeAttempt(step: nil), at: now)
        #expect(findings.record == nil, "how many were wrong before is not known")
        findings.note(CodeAttempt(step: 10), at: now)
        #expect(findings.record == CodeRecord(lastStep: 10))
        findings.note(CodeAttempt(step: nil), at: now)
        #expect(findings.record == CodeRecord(lastStep: 10, failures: 1, failedTime: now))
    }
}
