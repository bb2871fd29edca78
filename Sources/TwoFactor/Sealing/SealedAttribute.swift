/// The attributes that hold sealed values. A value opens only under the attribute it was sealed for.
public enum SealedAttribute: String, Sendable, Hashable, CaseIterable {
    /// The active authenticator's secret.
    case secret = "pamongTotpSecret"
    /// The secret of an authenticator that is being enrolled.
    case pending = "pamongTotpPending"
    /// A known text under each key, to recognise a wrong ring.
    case canary = "pamongSealedCanary"
}
