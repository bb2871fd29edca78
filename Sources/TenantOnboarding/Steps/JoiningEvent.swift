public import DirectoryModel

/// What happens to a tenant.
public enum JoiningEvent: Hashable, Sendable {
    /// A letter of request came.
    case requested(JoiningRequest)
    /// The NDA came, signed on this day.
    case ndaSigned(Timestamp)
    /// Credentials are to be handed to the administrator with this address; in `credentials` also anew.
    case credentialsIssued(MailAddress)
    /// The administrator has them and was told the MX records to enter.
    case mxAwaited
    /// DNS was looked at, for each domain of the tenant: work begins.
    case activated([MxReport])
    /// The tenant is put off.
    case suspended(reason: String)
    /// It goes on, with a fresh look at DNS.
    case resumed([MxReport])
    /// It leaves.
    case left(reason: String)

    /// The word for the record.
    public var step: JoiningStep {
        switch self {
        case .requested: .requested
        case .ndaSigned: .nda
        case .credentialsIssued: .credentials
        case .mxAwaited: .mx
        case .activated: .active
        case .suspended: .suspended
        case .resumed: .resumed
        case .left: .left
        }
    }
}
