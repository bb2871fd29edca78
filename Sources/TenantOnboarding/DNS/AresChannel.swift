internal import CCares
internal import Glibc

/// A c-ares channel to one resolver, for one question. It blocks the thread it is used on, for no longer than its patience.
struct AresChannel: ~Copyable {
    /// How a question ended: the message, whatever its code, or c-ares' own status.
    enum Ending {
        case message([UInt8])
        case status(Int32)
    }

    /// What the callback fills in.
    private final class Inbox {
        var ending: Ending?
    }

    private let channel: ares_channel
    private let patience: Duration

    /// Loading the library counts its users without a lock, so it is done once.
    private static let library = ares_library_init(ARES_LIB_INIT_ALL)

    init(to resolver: ResolverAddress, patience: Duration) throws(OnboardingError) {
        guard Self.library == 0 else { throw Self.failure(Self.library) }
        var options = ares_options()
        // An answer with an error code is an answer, and nothing is added to the name.
        options.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOALIASES | ARES_FLAG_NOSEARCH
        // The second try waits twice as long as the first: three thirds of the patience in all.
        options.timeout = Int32(clamping: max(patience.milliseconds / 3, 10))
        options.tries = 2
        var made: ares_channel?
        let status = ares_init_options(&made, &options, ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES)
        guard status == 0, let made else { throw Self.failure(status) }
        let chosen = ares_set_servers_ports_csv(made, resolver.description)
        guard chosen == 0 else {
            ares_destroy(made)
            throw Self.failure(chosen)
        }
        (channel, self.patience) = (made, patience)
    }

    deinit { ares_destroy(channel) }

    /// Asks for the MX records of a name and waits, until the answer is there, the patience is over, or `wakeup` is called.
    borrowing func askForMailExchanges(of name: String, until wakeup: Wakeup) -> Ending {
        let inbox = Inbox()
        let deadline = ContinuousClock.now + patience
        ares_query(channel, name, 1, 15, Self.receive, Unmanaged.passUnretained(inbox).toOpaque())
        while inbox.ending == nil {
            let rest = deadline - .now
            if rest <= .zero || wakeup.isCalled {
                // Ends the question at once, through the callback.
                ares_cancel(channel)
                break
            }
            turn(atMost: rest, wakeup)
        }
        return withExtendedLifetime(inbox) { inbox.ending ?? .status(ARES_ECANCELLED) }
    }

    private static let receive: ares_callback = { context, status, _, bytes, count in
        guard let context else { return }
        let inbox = Unmanaged<Inbox>.fromOpaque(context).takeUnretainedValue()
        if let bytes, count > 0 {
            inbox.ending = .message(Array(UnsafeBufferPointer(start: bytes, count: Int(count))))
        } else {
            inbox.ending = .status(status)
        }
    }

    /// Waits for a socket or for c-ares' next time-out, and lets it work.
    private borrowing func turn(atMost limit: Duration, _ wakeup: Wakeup) {
        var polled = sockets() + [pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)]
        let wait = min(limit.milliseconds, nextTimeout().milliseconds) + 1
        let ready = poll(&polled, nfds_t(polled.count), Int32(clamping: wait))
        guard ready > 0 else { return ares_process_fd(channel, -1, -1) }
        for socket in polled.dropLast() where socket.revents != 0 {
            let isReadable = socket.revents & Int16(POLLIN | POLLERR | POLLHUP) != 0
            let isWritable = socket.revents & Int16(POLLOUT) != 0
            ares_process_fd(channel, isReadable ? socket.fd : -1, isWritable ? socket.fd : -1)
        }
    }

    /// The sockets c-ares has open, with what it waits for: ARES_GETSOCK_READABLE and WRITABLE are macros with arguments.
    private borrowing func sockets() -> [pollfd] {
        var found = [ares_socket_t](repeating: -1, count: Int(ARES_GETSOCK_MAXNUM))
        let bits = UInt32(bitPattern: ares_getsock(channel, &found, ARES_GETSOCK_MAXNUM))
        return found.indices.compactMap { index in
            let reads = bits & 1 << UInt32(index) != 0
            let writes = bits & 1 << UInt32(index + Int(ARES_GETSOCK_MAXNUM)) != 0
            guard reads || writes else { return nil }
            return pollfd(
                fd: found[index],
                events: (reads ? Int16(POLLIN) : 0) | (writes ? Int16(POLLOUT) : 0),
                revents: 0
            )
        }
    }

    private borrowing func nextTimeout() -> Duration {
        var most = timeval(tv_sec: 1, tv_usec: 0)
        var room = timeval()
        guard let next = ares_timeout(channel, &most, &room) else { return .seconds(1) }
        return .seconds(next.pointee.tv_sec) + .microseconds(next.pointee.tv_usec)
    }

    private static func failure(_ status: Int32) -> OnboardingError {
        OnboardingError(.resolver, "c-ares cannot be used: \(String(cString: ares_strerror(status)))")
    }
}

extension AresChannel.Ending {
    /// What the ending says of the resolver.
    var outcome: ResolverAnswer.Outcome {
        switch self {
        case .message(let bytes): .init(message: bytes)
        case .status(ARES_ETIMEOUT), .status(ARES_ECANCELLED): .timeout
        case .status(ARES_ECONNREFUSED): .unusable("nobody answers there")
        case .status(let status): .unusable(String(cString: ares_strerror(status)))
        }
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
