/// Real mail and directory servers in a private folder, on loopback, on ports of their own.
public final class LocalStack: Sendable {
    /// The folder everything is in.
    public let folder: StackFolder
    /// What it was made with.
    public let options: LocalStackOptions
    /// The directory.
    public let slapd: SlapdServer
    private let loginGate: GateServer?
    private let mailboxServer: DovecotServer?
    private let mailTransfer: PostfixServer?

    /// Lays out and starts the servers; ends the ones that run when one of them fails.
    public static func start(_ options: LocalStackOptions = LocalStackOptions()) async throws -> LocalStack {
        let folder = try StackFolder(options.folder)
        do {
            let stack = try await LocalStack(options, folder: folder)
            do {
                try await stack.slapd.start()
                if let gate = stack.loginGate { try await options.gate?.prepare(stack.slapd, gate) }
                for server in stack.servers.dropFirst() { try await server.start() }
                return stack
            } catch {
                await stack.stop()
                throw error
            }
        } catch {
            folder.remove()
            throw error
        }
    }

    /// Ends all servers in the reverse order of their start. In a temporary folder, which is removed, they are killed: what
    /// they would still write is of no use to anybody.
    public func stop() async {
        if folder.isTemporary {
            await withTaskGroup { group in
                for server in servers { group.addTask { await server.kill() } }
            }
        } else {
            for server in servers.reversed() { await server.stop() }
        }
        folder.remove()
    }

    /// The login gate.
    /// - Throws: `LocalStackError` when the stack was made without it.
    public var gate: GateServer {
        get throws {
            guard let loginGate else { throw LocalStackError("this stack has no login gate") }
            return loginGate
        }
    }

    /// Dovecot.
    /// - Throws: `LocalStackError` when the stack was made without it.
    public var dovecot: DovecotServer {
        get throws {
            guard let mailboxServer else { throw LocalStackError("this stack has no Dovecot") }
            return mailboxServer
        }
    }

    /// Postfix.
    /// - Throws: `LocalStackError` when the stack was made without it.
    public var postfix: PostfixServer {
        get throws {
            guard let mailTransfer else { throw LocalStackError("this stack has no Postfix") }
            return mailTransfer
        }
    }

    /// The last lines of every server's log, for a failed test.
    public var logs: String {
        servers.map { "--- \($0.process.name) ---\n\($0.process.logTail)" }.joined(separator: "\n")
    }

    /// The servers of this stack, in the order they are started.
    public var servers: [any LocalServer] {
        let all: [(any LocalServer)?] = [slapd, loginGate, mailboxServer, mailTransfer]
        return all.compactMap { $0 }
    }

    private init(_ options: LocalStackOptions, folder: StackFolder) async throws {
        let share = try options.share ?? ShareFolder.find()
        self.options = options
        self.folder = folder
        let slapd = try await SlapdServer.prepare(options.slapd, in: folder, share: share)
        self.slapd = slapd
        loginGate = try options.gate.map { try GateServer.prepare($0, slapd: slapd, in: folder) }
        guard options.servers != .directory else {
            (mailboxServer, mailTransfer) = (nil, nil)
            return
        }
        let dovecot = try await DovecotServer.prepare(
            slapd: slapd,
            gateURI: options.gateURI ?? loginGate?.uri,
            additions: options.dovecotAdditions,
            in: folder,
            share: share
        )
        mailboxServer = dovecot
        guard options.servers == .everything else {
            mailTransfer = nil
            return
        }
        mailTransfer = try await PostfixServer.prepare(
            slapd: slapd,
            dovecot: dovecot,
            mailHost: options.mailHost,
            in: folder,
            share: share
        )
    }
}

/// Starts a stack, lends it to `body` and ends it, whatever happens.
/// - Throws: what `body` throws, with the servers' logs attached (`LocalStackError`).
public func withLocalStack<Result: Sendable>(
    _ options: LocalStackOptions = LocalStackOptions(),
    _ body: (LocalStack) async throws -> Result
) async throws -> Result {
    let stack = try await LocalStack.start(options)
    do {
        let result = try await body(stack)
        await stack.stop()
        return result
    } catch {
        let logs = stack.logs
        await stack.stop()
        throw LocalStackError("\(error)", details: logs)
    }
}
