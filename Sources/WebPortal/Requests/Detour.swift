/// Why a request does not get the page it asked for.
enum Detour: Error, Sendable, Equatable {
    /// Nobody has signed in, or no longer.
    case signIn
    /// Password and code have to be given again first.
    case stepUp(thenTo: String)
    /// The form was not one of ours, or its session is over.
    case forgedForm
    /// No request that could be understood.
    case badRequest
    /// Too many attempts.
    case tooMany
    /// No such page, or none for this person: the two are not told apart.
    case notFound
    /// The account can only set up a second factor.
    case activationOnly
}
