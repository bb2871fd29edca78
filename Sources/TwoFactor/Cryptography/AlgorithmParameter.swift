internal import COpenSSL

/// Parameters as OpenSSL's algorithms take them (OSSL_PARAM(3)), for the length of one call.
extension OSSL_PARAM {
    /// Which hash function is meant.
    static func digest(_ name: StaticString) -> OSSL_PARAM {
        OSSL_PARAM_construct_utf8_string(text("digest"), UnsafeMutablePointer(mutating: text(name)), 0)
    }

    /// Bytes, which must stay where they are for that long.
    static func bytes(_ name: StaticString, _ bytes: UnsafeRawBufferPointer) -> OSSL_PARAM {
        OSSL_PARAM_construct_octet_string(text(name), UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }

    /// Literals lie in memory for ever, with a NUL at their end.
    private static func text(_ literal: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
