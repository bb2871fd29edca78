import LocalStack

/// slapd's own second factor (slapo-otp(5)) on the shipped database, for comparison: it keeps keys in the clear and lets
/// one code in several times when they come at once, so it is nothing to run.
enum SlapdOverlay {
    /// Loads it. Last on the list, it is asked first: it takes the code off the password before anybody else looks at it.
    static func load(into slapd: SlapdServer) async throws {
        try await slapd.modify(
            """
            dn: cn=module{0},cn=config
            changetype: modify
            add: olcModuleLoad
            olcModuleLoad: otp

            dn: olcOverlay=otp,olcDatabase={2}mdb,cn=config
            changetype: add
            objectClass: olcOverlayConfig
            olcOverlay: otp


            """
        )
    }

    /// What its tokens refer to, as attributes for any entry: codes as everybody has them.
    static let parameters = """
        objectClass: oathTOTPParams
        oathOTPLength: 6
        oathHMACAlgorithm: 1.2.840.113549.2.7
        oathTOTPTimeStepPeriod: 30
        oathTOTPTimeStepWindow: 1
        """
}
