/// Where a tenant stands on its way in, and out: `pamongTenantStatus`.
public enum TenantStatus: String, Sendable, Hashable, CaseIterable {
    /// The letter of request is here.
    case requested
    /// The named administrator has signed the NDA.
    case nda
    /// The administrator's account is made, and its one-time password was shown.
    case credentials
    /// The domain's MX records are awaited; mail for it is taken already.
    case mx
    /// Everything works.
    case active
    /// Put off for a reason; may be resumed.
    case suspended
    /// Gone; may come back with a new letter.
    case left
}

/// What is recorded of a tenant: one word for each step that was taken.
public enum JoiningStep: String, Sendable, Hashable, CaseIterable {
    /// The letter came.
    case requested
    /// The NDA came.
    case nda
    /// Credentials were issued, for the first time or anew.
    case credentials
    /// A domain was confirmed to be the tenant's.
    case domain
    /// The wait for the MX records began.
    case mx
    /// The tenant was activated.
    case active
    /// The tenant was suspended.
    case suspended
    /// A suspension ended.
    case resumed
    /// The tenant left.
    case left
}
