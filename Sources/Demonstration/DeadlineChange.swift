internal import LocalStack

/// Changes of the day from which a service demands a second factor, as LDIF.
enum DeadlineChange {
    private static let services = ["mail.go.id", "desa.mail.go.id", "sakti.mail.go.id", "multidomain.mail.go.id"]

    /// All services' day.
    static func all(to time: String, in slapd: SlapdServer) -> String {
        services.map { of($0, to: time, in: slapd) }.joined()
    }

    /// One service's day.
    static func of(_ service: String, to time: String, in slapd: SlapdServer) -> String {
        """
        dn: cn=\(service),ou=services,\(slapd.options.suffix)
        changetype: modify
        replace: pamongTwoFactorDeadline
        pamongTwoFactorDeadline: \(time)


        """
    }
}
