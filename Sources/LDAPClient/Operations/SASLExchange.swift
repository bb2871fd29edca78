internal import CLDAP
internal import Glibc

/// The client's side of a SASL bind that takes several steps, driven by libsasl through libldap. Lives on the
/// connection's queue.
final class SASLExchange {
    private let mechanism: UnsafeMutablePointer<CChar>
    private let user: [CChar]?
    private let password: LDAPSecret?
    // libldap keeps the pointer between steps and hands it back.
    private var chosenMechanism: UnsafePointer<CChar>?
    // What libsasl was given points into these until the exchange ends.
    private var answers: [UnsafeMutableRawBufferPointer] = []

    init(mechanism: String, user: String?, password: LDAPSecret?) {
        self.mechanism = strdup(mechanism)
        self.user = user.map { Array($0.utf8CString) }
        self.password = password
    }

    deinit {
        free(mechanism)
        for answer in answers {
            answer.wipe()
            answer.deallocate()
        }
    }

    /// Sends the next step; `message` is the server's last answer, `nil` at the start.
    func step(_ handle: OpaquePointer, _ message: OpaquePointer?, _ id: UnsafeMutablePointer<Int32>) -> Int32 {
        ldap_sasl_interactive_bind(
            handle,
            nil,
            mechanism,
            nil,
            nil,
            LDAP_SASL_QUIET,
            { _, _, context, questions in
                guard let context, let questions else { return LDAP_PARAM_ERROR }
                let exchange = Unmanaged<SASLExchange>.fromOpaque(context).takeUnretainedValue()
                return exchange.answer(questions.assumingMemoryBound(to: sasl_interact_t.self))
            },
            Unmanaged.passUnretained(self).toOpaque(),
            message,
            &chosenMechanism,
            id
        )
    }

    private func answer(_ questions: UnsafeMutablePointer<sasl_interact_t>) -> Int32 {
        var question = questions
        while question.pointee.id != UInt(SASL_CB_LIST_END) {
            let answer = bytes(for: question.pointee.id)
            question.pointee.result = UnsafeRawPointer(answer.baseAddress)
            question.pointee.len = UInt32(answer.count - 1)
            question += 1
        }
        return LDAP_SUCCESS
    }

    private func bytes(for question: UInt) -> UnsafeMutableRawBufferPointer {
        switch Int32(truncatingIfNeeded: question) {
        case SASL_CB_AUTHNAME:
            return keep(user.map { $0.dropLast().map { UInt8(bitPattern: $0) } } ?? [])
        case SASL_CB_PASS:
            return password.map { $0.withBytes { keep($0) } } ?? keep([])
        default: return keep([])  // no authorisation name of its own, no realm
        }
    }

    private func keep(_ bytes: some Collection<UInt8>) -> UnsafeMutableRawBufferPointer {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + 1, alignment: 1)
        copy.copyBytes(from: bytes)
        copy[bytes.count] = 0
        answers.append(copy)
        return copy
    }
}
