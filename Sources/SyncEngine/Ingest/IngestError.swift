/// Why a session with the directory is given up without concluding anything from it.
public struct IngestError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds a worker treats differently.
    public enum Code: Sendable, Hashable {
        /// The state file was made from another directory.
        case otherDirectory
        /// A complete refresh lacks so many entries that it is not believed.
        case absenceNotBelieved
        /// There is no complete load yet that could be mended.
        case notLoaded
    }

    /// The kind.
    public let code: Code
    /// What happened and what to do.
    public let description: String
}

extension IngestError {
    static let notLoaded = IngestError(
        code: .notLoaded,
        description: "the directory was never loaded completely into this state file; start the worker, and audit later"
    )

    static func absence(of absent: Int, among known: Int) -> IngestError {
        IngestError(
            code: .absenceNotBelieved,
            description: "the directory showed \(known - absent) of \(known) known entries; so great a loss is not "
                + "believed: look at the access rules and limits of the worker's identity and at the provider's data; "
                + "if the entries were really removed, raise `sync.believableAbsence` for one run"
        )
    }
}
