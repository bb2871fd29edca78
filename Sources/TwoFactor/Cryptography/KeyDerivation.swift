internal import COpenSSL

/// Owns OpenSSL's state of one HKDF (RFC 5869); freeing it wipes the key inside.
private struct KeyDerivationContext: ~Copyable {
    let pointer: OpaquePointer

    init() throws(TwoFactorError) {
        guard let hkdf = FetchedAlgorithm.hkdf.pointer, let context = EVP_KDF_CTX_new(hkdf) else {
            throw .openSSL("EVP_KDF_CTX_new")
        }
        pointer = context
    }

    deinit { EVP_KDF_CTX_free(pointer) }
}

extension SecretBytes {
    /// HKDF-SHA256 (RFC 5869) with these bytes as input key material: a key for one purpose, which `info` names.
    func derivedKey(salt: [UInt8], info: [UInt8], count: Int = 32) throws(TwoFactorError) -> SecretBytes {
        let context = try KeyDerivationContext()
        return try SecretBytes(count: count) { room throws(TwoFactorError) in
            try insist(derive(with: context.pointer, salt, info, into: room), "EVP_KDF_derive")
        }
    }

    private func derive(
        with context: OpaquePointer,
        _ salt: [UInt8],
        _ info: [UInt8],
        into room: UnsafeMutableRawBufferPointer
    ) -> Int32 {
        withBytes { key in
            salt.withUnsafeBytes { salt in
                info.withUnsafeBytes { info in
                    var parameters: [OSSL_PARAM] = [.digest("SHA256"), .bytes("key", key)]
                    // Nothing is what both are without; OpenSSL takes no empty one.
                    if !salt.isEmpty { parameters.append(.bytes("salt", salt)) }
                    if !info.isEmpty { parameters.append(.bytes("info", info)) }
                    parameters.append(OSSL_PARAM_construct_end())
                    let out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    return EVP_KDF_derive(context, out, room.count, parameters)
                }
            }
        }
    }
}
