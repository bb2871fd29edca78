extension LDAPConnection {
    /// How far a provider is with a suffix, by its attribute contextCSN: to be compared with what a consumer has
    /// seen (`SyncCookie.covers`). Throws `LDAPError`, with `.noSuchObject` when the suffix is not there; `nil` when
    /// the server shows no CSN.
    public func contextCSN(of suffix: DistinguishedName) async throws -> SyncCookie? {
        let search = LDAPSearch(base: suffix, scope: .base, attributes: ["contextCSN"], controls: [.manageDsaIT])
        var csns: [ChangeSequenceNumber] = []
        for entry in try await entries(search) {
            for text in entry.strings(of: "contextCSN") {
                guard let csn = ChangeSequenceNumber(text) else {
                    throw LDAPError(.decodingError, "contextCSN is not a CSN")
                }
                csns.append(csn)
            }
        }
        return csns.isEmpty ? nil : SyncCookie(csns: csns)
    }
}
