/// What an upload says of every new account that does not say otherwise.
public struct ImportPolicy: Sendable, Hashable {
    /// The mail host of accounts whose row names none; an account that is more than uploaded needs one.
    public var mailHost: String?

    /// Without a mail host, rows must name one.
    public init(mailHost: String? = nil) {
        self.mailHost = mailHost
    }
}
