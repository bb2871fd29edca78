internal import COpenSSL

/// A short name of a plan: the first 64 bits of a SHA-256 (FIPS 180-4) of everything it would do.
struct PlanFingerprint: ~Copyable {
    private let context: OpaquePointer?

    init() {
        context = EVP_MD_CTX_new()
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes, with their length in front, so that no two lists of pieces are the same bytes.
    func add(_ bytes: UnsafeRawBufferPointer) {
        withUnsafeBytes(of: UInt64(bytes.count).littleEndian) {
            _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count)
        }
        _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// 16 hexadecimal digits.
    consuming func text() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        return digest.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
