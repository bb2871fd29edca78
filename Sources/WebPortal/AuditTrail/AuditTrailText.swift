/// The texts of who changed what, and when.
enum AuditTrailText: String, WordTable {
    case navAuditTrail

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navAuditTrail: ("Jejak audit", "Audit trail")
        }
    }
}
