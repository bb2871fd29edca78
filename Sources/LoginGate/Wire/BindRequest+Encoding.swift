internal import NIOCore
internal import TwoFactor

/// What goes to slapd in a bind's place: always put together anew from what was judged, never the bytes as they came.
extension BindRequest {
    /// The same bind with this name and password; message id and controls stay.
    func simpleMessage(name: String, password: SecretBytes, allocator: ByteBufferAllocator) -> ByteBuffer {
        password.withBytes { password in
            message(name: name.utf8, authenticationLength: ByteBuffer.berElementOctets(password.count), allocator) {
                $0.writeBERHeader(0x80, length: password.count)
                $0.writeBytes(password)
            }
        }
    }

    /// An anonymous bind (RFC 4513, section 5.1.1).
    func anonymousMessage(allocator: ByteBufferAllocator) -> ByteBuffer {
        message(name: EmptyCollection(), authenticationLength: 2, allocator) { $0.writeBERHeader(0x80, length: 0) }
    }

    /// SASL EXTERNAL by the gate itself, on behalf of `identity` (RFC 4513, section 5.2.3 and RFC 4422, appendix A).
    func externalMessage(for identity: String, allocator: ByteBufferAllocator) -> ByteBuffer {
        let mechanism = "EXTERNAL".utf8
        let credentials = "dn:\(identity)".utf8
        let sasl = ByteBuffer.berElementOctets(mechanism.count) + ByteBuffer.berElementOctets(credentials.count)
        return message(
            name: EmptyCollection(),
            authenticationLength: ByteBuffer.berElementOctets(sasl),
            allocator
        ) {
            $0.writeBERHeader(0xA3, length: sasl)
            $0.writeBERString(mechanism)
            $0.writeBERString(credentials)
        }
    }

    /// What a judge is shown.
    func simpleBind(password: ByteBufferView, client: String, isProtected: Bool) -> SimpleBind {
        SimpleBind(name: Array(name), password: SecretBytes(password), client: client, isProtected: isProtected)
    }

    private func message(
        name: some Collection<UInt8>,
        authenticationLength: Int,
        _ allocator: ByteBufferAllocator,
        _ writeAuthentication: (inout ByteBuffer) -> Void
    ) -> ByteBuffer {
        let bind = 3 + ByteBuffer.berElementOctets(name.count) + authenticationLength
        let rest = ByteBuffer.berElementOctets(bind) + (controls?.readableBytes ?? 0)
        let length = 2 + ByteBuffer.berIntegerOctets(messageID) + rest
        var buffer = allocator.buffer(capacity: ByteBuffer.berElementOctets(length))
        buffer.writeBERHeader(0x30, length: length)
        buffer.writeBERInteger(messageID)
        buffer.writeBERHeader(OperationTag.bindRequest, length: bind)
        buffer.writeBERInteger(3)
        buffer.writeBERString(name)
        writeAuthentication(&buffer)
        if let controls { buffer.writeImmutableBuffer(controls) }
        return buffer
    }
}
