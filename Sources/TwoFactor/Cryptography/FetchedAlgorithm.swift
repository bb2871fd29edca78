internal import COpenSSL

/// OpenSSL's algorithms, looked up by name once: every look-up takes locks and compares names, and for what a login needs
/// that costs more than the arithmetic. `nil` where OpenSSL has none; whoever uses one says so.
///
/// OpenSSL counts references to a fetched algorithm and never changes it, so that all threads may use one: that makes
/// sharing the pointers safe.
struct FetchedAlgorithm: @unchecked Sendable {
    let pointer: OpaquePointer?

    /// HMAC (RFC 2104).
    static let hmac = FetchedAlgorithm(pointer: EVP_MAC_fetch(nil, "HMAC", nil))
    /// HKDF (RFC 5869).
    static let hkdf = FetchedAlgorithm(pointer: EVP_KDF_fetch(nil, "HKDF", nil))
    /// AES-256-GCM.
    static let aes256GCM = FetchedAlgorithm(pointer: EVP_CIPHER_fetch(nil, "AES-256-GCM", nil))
}
