internal import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) with a 12-byte nonce and a 16-byte tag, for one message. Owns OpenSSL's state; freeing
/// it wipes the key schedule.
struct AuthenticatedCipher: ~Copyable {
    static let nonceLength = 12
    static let tagLength = 16
    private let context: OpaquePointer

    init() throws(TwoFactorError) {
        guard let context = EVP_CIPHER_CTX_new() else { throw .openSSL("EVP_CIPHER_CTX_new") }
        self.context = context
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    /// Encrypts; answers ciphertext ‖ tag.
    consuming func seal(
        _ plaintext: SecretBytes,
        key: SecretBytes,
        nonce: [UInt8],
        authenticating data: [UInt8]
    ) throws(TwoFactorError) -> [UInt8] {
        try begin(encrypting: true, key: key, nonce: nonce, data: data)
        var sealed = [UInt8](repeating: 0, count: plaintext.count + Self.tagLength)
        var length: Int32 = 0
        let updated = plaintext.withBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return EVP_EncryptUpdate(context, &sealed, &length, start, Int32(clamping: bytes.count))
        }
        try insist(updated, "EVP_EncryptUpdate")
        var rest: Int32 = 0
        var block = [UInt8](repeating: 0, count: 16)
        try insist(EVP_EncryptFinal_ex(context, &block, &rest), "EVP_EncryptFinal_ex")
        let tagged = sealed.withUnsafeMutableBytes { room in
            EVP_CIPHER_CTX_ctrl(
                context,
                EVP_CTRL_AEAD_GET_TAG,
                Int32(Self.tagLength),
                room.baseAddress?.advanced(by: plaintext.count)
            )
        }
        try insist(tagged, "EVP_CTRL_AEAD_GET_TAG")
        return sealed
    }

    /// Decrypts ciphertext ‖ tag; `nil` when the tag does not fit, and then nothing of the plaintext gets out.
    consuming func open(
        _ sealed: [UInt8],
        key: SecretBytes,
        nonce: [UInt8],
        authenticating data: [UInt8]
    ) throws(TwoFactorError) -> SecretBytes? {
        guard sealed.count >= Self.tagLength else { return nil }
        try begin(encrypting: false, key: key, nonce: nonce, data: data)
        let length = sealed.count - Self.tagLength
        let plaintext = try SecretBytes(count: length) { room throws(TwoFactorError) in
            var written: Int32 = 0
            let out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            try insist(EVP_DecryptUpdate(context, out, &written, sealed, Int32(clamping: length)), "EVP_DecryptUpdate")
        }
        var tag = Array(sealed.suffix(Self.tagLength))
        try insist(
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagLength), &tag),
            "EVP_CTRL_AEAD_SET_TAG"
        )
        var rest: Int32 = 0
        var block = [UInt8](repeating: 0, count: 16)
        guard EVP_DecryptFinal_ex(context, &block, &rest) == 1 else {
            ERR_clear_error()
            return nil
        }
        return plaintext
    }

    private func begin(
        encrypting: Bool,
        key: SecretBytes,
        nonce: [UInt8],
        data: [UInt8]
    ) throws(TwoFactorError) {
        guard key.count == 32, nonce.count == Self.nonceLength else {
            throw TwoFactorError(.cryptography, "AES-256-GCM needs a 32-byte key and a 12-byte nonce")
        }
        guard let cipher = FetchedAlgorithm.aes256GCM.pointer else { throw .openSSL("EVP_CIPHER_fetch") }
        let begun = key.withBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return EVP_CipherInit_ex2(context, cipher, start, nonce, encrypting ? 1 : 0, nil)
        }
        try insist(begun, "EVP_CipherInit_ex2")
        var length: Int32 = 0
        try insist(
            EVP_CipherUpdate(context, nil, &length, data, Int32(clamping: data.count)),
            "EVP_CipherUpdate"
        )
    }
}
