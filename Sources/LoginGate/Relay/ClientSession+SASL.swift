internal import LDAPClient
internal import NIOCore
internal import NIOSSL

/// SASL (RFC 4513, section 5.2): EXTERNAL by a verified client certificate, nothing else.
extension ClientSession {
    func beginSASL(_ request: BindRequest, _ mechanism: String, _ credentials: ByteBufferView?) {
        let attempt = start(request, authenticates: true)
        guard mechanism == "EXTERNAL" else {
            return refuse(attempt, .authMethodNotSupported, "only simple binds and SASL EXTERNAL are offered")
        }
        guard credentials?.isEmpty ?? true else {
            return refuse(
                attempt,
                .inappropriateAuthentication,
                "EXTERNAL takes no other identity than the certificate's"
            )
        }
        guard protection == .tls, let certificate = tlsHandler?.peerCertificate, let context else {
            return refuse(attempt, .inappropriateAuthentication, "EXTERNAL needs TLS with a client certificate")
        }
        guard gate.configuration.proxiesCertificateLogins else {
            return refuse(attempt, .inappropriateAuthentication, "logins by certificate are switched off")
        }
        guard let identity = identity(of: certificate) else {
            return refuse(attempt, .invalidCredentials, "")
        }
        // slapd sees the gate's own connection: without naming the identity, EXTERNAL would be the gate's own.
        ask(attempt, request.externalMessage(for: identity, allocator: context.channel.allocator), nil)
    }

    private func identity(of certificate: NIOSSLCertificate) -> String? {
        guard let der = try? certificate.toDERBytes(), let subject = CertificateSubject(certificate: der) else {
            return nil
        }
        guard let name = gate.judge.serviceIdentity(certificateSubject: subject.text), !name.isEmpty else { return nil }
        return name
    }
}
