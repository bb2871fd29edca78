extension WorkerAPIClient {
    /// A page of the accounts in the directory. Every worker knows all of them, whatever mail host they are on.
    public func accounts(_ query: AccountQuery = AccountQuery()) async throws -> AccountList {
        try await get("/v1/accounts", try query.parameters())
    }
}
