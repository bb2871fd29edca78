internal import NIOCore
internal import TwoFactor

/// A simple bind as it came from a client.
struct SimpleBind: Sendable {
    /// The name as it was sent; not yet known to be a DN.
    let name: [UInt8]
    /// What was sent with it: a password, with a code at its end, an app password or a ticket.
    let password: SecretBytes
    /// Where the client is, for the audit log: address without port, or "local".
    let client: String
    /// Whether it came by TLS or a Unix socket.
    let isProtected: Bool
}

/// What the gate does about a bind before slapd has said anything.
enum BindOpening: Sendable {
    /// slapd decides; its answer goes to the client as it is, once `conclusion` (told slapd's result code) has not objected.
    case ask(name: String, password: SecretBytes, conclusion: BindConclusion)
    /// Logged in without slapd (app password, session ticket), as `dn:<name>` (RFC 4513, section 5.2.1.8): only unbind and
    /// Who Am I are answered from now on.
    case admit(authorizationID: String)
    /// Refused, slapd is not asked.
    case refuse(BindRefusal)
}

/// Told what slapd answered; `nil` lets that answer through. It also writes the audit line and counts.
struct BindConclusion: Sendable {
    /// Who is logged in when slapd's answer is let through, where only unbind and Who Am I are to be answered from then on.
    var restrictedTo: String?
    let conclude: @Sendable (_ resultCode: Int) -> EventLoopFuture<BindRefusal?>
}

/// A BindResponse that lets nobody in.
struct BindRefusal: Sendable, Hashable {
    let resultCode: Int
    /// The diagnosticMessage.
    let message: String
}

/// Decides about simple binds. Runs on the gate's one event loop; the future never fails (trouble is a refusal).
protocol BindJudge: Sendable {
    /// What to do about a bind.
    func open(_ bind: SimpleBind, on loop: any EventLoop) -> EventLoopFuture<BindOpening>
    /// SASL EXTERNAL by a verified client certificate: the service identity's DN it stands for, nil = refused.
    func serviceIdentity(certificateSubject: String) -> String?
}
