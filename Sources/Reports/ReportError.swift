import DirectoryModel

/// Why a report was not made. A report that is made adds up.
public struct ReportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds a caller treats differently.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The kind's name, for programs.
        public let rawValue: String

        /// Names a kind.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// No baseline has been taken yet: the first load is not complete.
        public static let noLedger = Code(rawValue: "noLedger")
        /// The ledger and the census contradict each other; ``ReportError/imbalance`` says where.
        public static let doesNotAddUp = Code(rawValue: "doesNotAddUp")
        /// The whole time asked for lies before the ledger's start.
        public static let beforeLedger = Code(rawValue: "beforeLedger")
        /// The end is not later than the beginning, or there are too many periods between them.
        public static let badPeriod = Code(rawValue: "badPeriod")
        /// A time argument that cannot be read.
        public static let badTime = Code(rawValue: "badTime")
        /// No such service or tenant was ever counted.
        public static let unknownName = Code(rawValue: "unknownName")
        /// A cursor that is not one, or is of another ledger.
        public static let badCursor = Code(rawValue: "badCursor")
        /// The report has no such format.
        public static let noSuchFormat = Code(rawValue: "noSuchFormat")
    }

    /// The kind.
    public let code: Code
    /// What is wrong and what to do, fit to be shown.
    public let description: String
    /// Which counts contradict each other, when that is the kind.
    public let imbalance: Imbalance?

    init(_ code: Code, _ description: String, imbalance: Imbalance? = nil) {
        self.code = code
        self.description = description
        self.imbalance = imbalance
    }
}

/// Two counts of the same thing that should be equal and are not.
public struct Imbalance: Sendable, Hashable {
    /// The service; `nil` for the total of all.
    public let service: String?
    /// The tenant; `nil` for a service as a whole, empty for accounts right below the service.
    public let tenant: String?
    /// What was counted: tenants, accounts, registered, blocked, twoFactor or administrators.
    public let measure: String
    /// What the opening count and the ledger's rows give.
    public let counted: Int
    /// What the census and the rows after the period give.
    public let census: Int

    /// Whose counts these are, in words.
    public var place: String {
        switch (service, tenant) {
        case (nil, _): "the total"
        case (let service?, nil): service
        case (let service?, ""): "\(service), accounts outside tenants"
        case (let service?, let tenant?): "\(service), tenant \(tenant)"
        }
    }
}

extension ReportError {
    static func doesNotAddUp(_ imbalance: Imbalance) -> ReportError {
        ReportError(
            .doesNotAddUp,
            "the report does not add up and is not shown: \(imbalance.place): \(imbalance.measure): counting forward from "
                + "the ledger gives \(imbalance.counted), counting back from the census gives \(imbalance.census); "
                + "the state file is damaged or was changed by hand",
            imbalance: imbalance
        )
    }

    static let noLedger = ReportError(
        .noLedger,
        "there is no ledger yet: it begins when the worker has read the directory completely for the first time"
    )

    static func beforeLedger(_ start: Timestamp) -> ReportError {
        ReportError(.beforeLedger, "nothing was recorded then: the ledger begins at \(start.rfc3339)")
    }
}
