internal import COpenSSL

extension TwoFactorError {
    /// OpenSSL refused `operation`: takes its reason from this thread's error queue and leaves the queue empty, so that
    /// nobody later takes it for their own.
    static func openSSL(_ operation: StaticString) -> TwoFactorError {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0, let reason = ERR_reason_error_string(code) else {
            return TwoFactorError(.cryptography, "\(operation) failed")
        }
        return TwoFactorError(.cryptography, "\(operation) failed: \(String(cString: reason))")
    }
}

/// OpenSSL's way to say yes is 1; 0 and negative numbers are refusals.
func insist(_ result: Int32, _ operation: StaticString) throws(TwoFactorError) {
    guard result == 1 else { throw .openSSL(operation) }
}
