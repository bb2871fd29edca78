internal import DirectoryModel
internal import LDAPClient
internal import TwoFactor

/// Asks the gate whether people are who they say they are, with the names mail servers use too: the portal has no judgement
/// of its own about passwords and codes.
struct GateSignIn: Sendable {
    /// What the person does with it.
    enum Purpose: String, Sendable {
        case web
        /// The password alone, of somebody who has no second factor and cannot sign in without one any more.
        case activation
        /// The password with a recovery code behind it.
        case recovery
    }

    /// What came of a change of password.
    enum PasswordChange: Sendable, Equatable {
        case changed
        case wrongPassword
        /// The password policy's complaint.
        case refused(String)
    }

    let gate: LDAPConfiguration

    /// Whether the gate lets them in. Throws `LDAPError` when it could not say.
    func accepts(_ address: MailAddress, _ secret: SecretBytes, for purpose: Purpose) async throws -> Bool {
        do {
            try await LDAPConnection.withConnection(configuration(address, secret, purpose)) { _ in }
            return true
        } catch let error as LDAPError where Self.saysNo.contains(error.code) {
            return false
        }
    }

    /// Changes somebody's own password with their own rights (RFC 3062).
    ///
    /// - Parameter current: the password, with the code behind it where there is a second factor.
    func changePassword(
        of address: MailAddress,
        current: SecretBytes,
        from old: SecretBytes,
        to new: SecretBytes
    ) async throws -> PasswordChange {
        let connection: LDAPConnection
        do {
            connection = try await LDAPConnection.connect(configuration(address, current, .web))
        } catch let error as LDAPError where Self.saysNo.contains(error.code) {
            return .wrongPassword
        }
        do {
            _ = try await connection.modifyPassword(from: old.forLDAP, to: new.forLDAP)
            await connection.close()
            return .changed
        } catch let error as LDAPError where Self.complains.contains(error.code) {
            await connection.close()
            return .refused(error.diagnosticMessage)
        } catch {
            await connection.close()
            throw error
        }
    }

    private func configuration(
        _ address: MailAddress,
        _ secret: SecretBytes,
        _ purpose: Purpose
    ) -> LDAPConfiguration {
        var configuration = gate
        let name = DistinguishedName.root.child("cn", "login").child("cn", purpose.rawValue).child("mail", address.text)
        configuration.authentication = .simple(name, secret.forLDAP)
        return configuration
    }

    private static let saysNo: Set<LDAPResultCode> = [
        .invalidCredentials, .insufficientAccessRights, .noSuchObject, .inappropriateAuthentication,
        .unwillingToPerform,
    ]
    private static let complains: Set<LDAPResultCode> = [.constraintViolation, .unwillingToPerform]
}

extension SecretBytes {
    /// The same in the directory client's own wiping owner.
    fileprivate var forLDAP: LDAPSecret { withBytes { LDAPSecret(bytes: $0) } }

    /// This and, right behind it, what was typed as a code, as the gate takes them.
    func followed(by code: SecretBytes) -> SecretBytes {
        SecretBytes(count: count + code.count) { room in
            withBytes { room.copyMemory(from: $0) }
            code.withBytes { UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: $0) }
        }
    }
}
