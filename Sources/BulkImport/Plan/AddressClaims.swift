internal import DirectoryModel

/// Which row of an upload wants which address, and who has it already.
struct AddressClaims: Sendable {
    /// A row that wants an address.
    struct Claim: Hashable, Sendable {
        var row: Int32
        /// Whether as the account's address, and not as an alias.
        var isPrimary: Bool
        /// Whether an account of the tenant itself has the address.
        var isOwn = false
    }

    /// Who has an address already.
    enum Holder: Hashable, Sendable {
        /// An account of the same tenant, by its address.
        case account(String)
        /// Somebody in another tenant or service, whose name is not told.
        case elsewhere
    }

    private var numbers = AddressNumbers()
    /// By the addresses' numbers.
    private var claims: [Claim] = []
    /// Those claimed addresses that somebody else has.
    private(set) var holders: [MailAddress: Holder] = [:]

    /// The claimed addresses.
    var addresses: some Collection<MailAddress> {
        let numbers = numbers
        return (0..<numbers.count).lazy.map { MailAddress(trusted: numbers[$0]) }
    }

    /// Notes a claim; answers the earlier one when the address is claimed already.
    mutating func claim(_ address: String, _ claim: Claim) -> Claim? {
        let (number, isNew) = numbers.take(address)
        guard isNew else { return claims[number] }
        claims.append(claim)
        return nil
    }

    /// Who claims an address.
    subscript(address: MailAddress) -> Claim? { numbers.number(of: address.text).map { claims[$0] } }

    /// Notes that an account of the tenant has an address, be it the one the claim is about or another.
    mutating func noteOwn(_ address: MailAddress) {
        if let number = numbers.number(of: address.text) { claims[number].isOwn = true }
    }

    /// Notes that somebody else has an address.
    mutating func note(_ holder: Holder, of address: MailAddress) {
        // Of two the tenant's own is the one that may be named.
        if case .account? = holders[address] { return }
        holders[address] = holder
    }
}
