import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import SyncEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a POST brought no reply that can be believed. What the commands in it did is unknown.
enum DoveadmSilence: Error, Sendable, Hashable {
    /// Nobody could be reached: nothing was done.
    case unreachable(String)
    /// 401: the key is not the one Dovecot has. Nothing was done.
    case keyRefused
    /// The connection ended before the reply: a fatal command takes all others' answers with it.
    case dropped
    /// No complete reply in time.
    case timedOut
    /// A reply that is not doveadm's, or one without end.
    case garbage(String)
    /// Our own caller no longer wants to know.
    case cancelled
}

extension DoveadmSilence {
    /// Tells the HTTP client's errors apart.
    init(_ error: any Error) {
        switch error {
        case let silence as DoveadmSilence: self = silence
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self = Self.of(error)
        case is NIOTooManyBytesError: self = .garbage("a reply over the size limit")
        case let error as NIOConnectionError: self = .unreachable(Self.connectionReason(error))
        case let error as IOError where Self.meansNobodyThere.contains(error.errnoCode):
            self = .unreachable(error.description)
        case ChannelError.connectTimeout: self = .unreachable("no connection in time")
        case is IOError, is ChannelError: self = .dropped
        default: self = .garbage("not HTTP (\(type(of: error)))")
        }
    }

    /// What `connect` says of a closed port, an address that is not there, a socket that cannot be made.
    private static let meansNobodyThere: Set<CInt> = [
        ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EMFILE, ENFILE,
    ]

    /// Lets 200 pass, which Dovecot answers even when commands fail.
    static func check(_ status: HTTPResponseStatus) throws(DoveadmSilence) {
        switch status {
        case .ok: return
        case .unauthorized: throw .keyRefused
        default: throw .garbage("HTTP status \(status.code)")
        }
    }

    private static func of(_ error: HTTPClientError) -> DoveadmSilence {
        switch error {
        case .remoteConnectionClosed: .dropped
        case .readTimeout, .writeTimeout, .deadlineExceeded: .timedOut
        case .connectTimeout, .getConnectionFromPoolTimeout: .unreachable("no connection in time")
        case .cancelled: .cancelled
        case .invalidURL, .emptyHost, .emptyScheme: .unreachable("the endpoint is not an address")
        default: .garbage("not HTTP (\(error.shortDescription))")
        }
    }

    private static func connectionReason(_ error: NIOConnectionError) -> String {
        if let first = error.connectionErrors.first?.error as? IOError { return first.description }
        return "no address of it answers"
    }
}

extension DoveadmSilence {
    /// The failure of the store as a whole.
    var failure: MailStoreFailure {
        switch self {
        case .keyRefused: MailStoreFailure("Dovecot refuses the doveadm key (401)", isRetriable: false)
        default: MailStoreFailure("doveadm: \(reason)", isRetriable: true)
        }
    }

    /// What happened, in words that are safe to show.
    var reason: String {
        switch self {
        case .unreachable(let reason): "cannot be reached: \(reason)"
        case .keyRefused: "the key was refused"
        case .dropped: "the connection ended before the reply"
        case .timedOut: "no reply in time"
        case .garbage(let reason): reason
        case .cancelled: "cancelled"
        }
    }

    /// Whether the commands themselves may be the cause, and not the server's absence.
    var mayLieInTheCommands: Bool {
        switch self {
        case .dropped, .timedOut, .garbage: true
        case .unreachable, .keyRefused, .cancelled: false
        }
    }
}
