import LDAPClient

/// Requests as the bytes that are sent (RFC 4511, section 4), made before the clock runs.
enum LDAPRequest {
    /// A simple bind.
    static func bind(_ name: String, password: String, id: Int = 1) -> [UInt8] {
        message(id) { message in
            message.write(Application.bind) { request in
                request.write(3)
                request.write(BERTag.octetString, name.utf8)
                request.write(BERTag.context(0), password.utf8)
            }
        }
    }

    /// A modify that puts one value in the place of all an attribute has.
    static func replace(_ attribute: String, of name: String, with value: String, id: Int) -> [UInt8] {
        message(id) { message in
            message.write(Application.modify) { request in
                request.write(BERTag.octetString, name.utf8)
                request.write(BERTag.sequence) { changes in
                    changes.write(BERTag.sequence) { change in
                        change.write(2, BERTag.enumerated)
                        change.write(BERTag.sequence) { part in
                            part.write(BERTag.octetString, attribute.utf8)
                            part.write(BERTag.set) { $0.write(BERTag.octetString, value.utf8) }
                        }
                    }
                }
            }
        }
    }

    private enum Application {
        static let bind: UInt8 = 0x60
        static let modify: UInt8 = 0x66
    }

    private static func message(_ id: Int, _ operation: (inout BERWriter) -> Void) -> [UInt8] {
        var writer = BERWriter()
        writer.write(BERTag.sequence) { members in
            members.write(id)
            operation(&members)
        }
        return writer.bytes
    }
}
