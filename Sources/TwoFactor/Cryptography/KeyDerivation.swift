internal import COpenSSL

/// Owns OpenSSL's state of one HKDF (RFC 5869); freeing it wipes the key inside.
private struct KeyDerivationContext: ~Copyable {
    let pointer: OpaquePointer

    init() throws(TwoFactorError) {
        guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nil) else { throw .openSSL("EVP_PKEY_CTX_new_id") }
        pointer = context
    }

    deinit { EVP_PKEY_CTX_free(pointer) }
}

extension SecretBytes {
    /// HKDF-SHA256 (RFC 5869) with these bytes as input key material: a key for one purpose, which `info` names.
    func derivedKey(salt: [UInt8], info: [UInt8], count: Int = 32) throws(TwoFactorError) -> SecretBytes {
        let context = try KeyDerivationContext()
        try insist(EVP_PKEY_derive_init(context.pointer), "EVP_PKEY_derive_init")
        try insist(EVP_PKEY_CTX_set_hkdf_md(context.pointer, EVP_sha256()), "EVP_PKEY_CTX_set_hkdf_md")
        try insist(
            EVP_PKEY_CTX_set1_hkdf_salt(context.pointer, salt, Int32(clamping: salt.count)),
            "EVP_PKEY_CTX_set1_hkdf_salt"
        )
        try withBytes { key throws(TwoFactorError) in
            let start = key.baseAddress?.assumingMemoryBound(to: UInt8.self)
            try insist(
                EVP_PKEY_CTX_set1_hkdf_key(context.pointer, start, Int32(clamping: key.count)),
                "EVP_PKEY_CTX_set1_hkdf_key"
            )
        }
        try insist(
            EVP_PKEY_CTX_add1_hkdf_info(context.pointer, info, Int32(clamping: info.count)),
            "EVP_PKEY_CTX_add1_hkdf_info"
        )
        return try SecretBytes(count: count) { room throws(TwoFactorError) in
            var length = room.count
            let out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            try insist(EVP_PKEY_derive(context.pointer, out, &length), "EVP_PKEY_derive")
        }
    }
}
