/// A configuration the gate does not start with.
public struct GateConfigurationError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, without any secret.
    public let description: String
}

extension GateConfiguration {
    /// - Throws: `GateConfigurationError` for what would leave a door open or nothing to serve.
    func check() throws(GateConfigurationError) {
        guard !listeners.isEmpty else { throw GateConfigurationError(description: "the gate has no listener") }
        guard tls != nil || listeners.allSatisfy({ $0.transport == .plain }) else {
            throw GateConfigurationError(description: "an ldaps listener needs a certificate")
        }
        guard limits.messageBytesBeforeBind >= 1024, limits.messageBytes >= 1024, limits.outstandingOperations > 0
        else {
            throw GateConfigurationError(description: "the limits let no message through")
        }
    }
}
