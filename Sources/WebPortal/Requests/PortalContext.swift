internal import Hummingbird
internal import NIOCore

/// What a request is known by while it is answered.
struct PortalContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The other end of the connection.
    let peer: String?
    /// Who asks, by network address.
    var client = "unknown"
    var language = Language.indonesian
    /// The page to come back to when the language is switched: one that can be asked for again.
    var path = "/"
    /// The session's name and what it was when the request came.
    var session: (token: String, value: Session)?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }
}
