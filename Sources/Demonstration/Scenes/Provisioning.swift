internal import DirectoryModel
internal import Foundation
internal import MailStores
internal import SampleDirectory
internal import StateDatabase

extension Platform {
    /// The worker takes the directory in and makes a mailbox for everybody of this mail host.
    func showProvisioning(provisionsAll: Bool) async throws {
        narrator.chapter("The worker takes the directory in and makes the mailboxes")
        try await eventually("the worker is in sync", within: .seconds(300)) {
            try readState { try $0.time(.lastInSync) } != nil
        }
        let counted = try readState { try $0.census().values.reduce(Counts(), +) }
        try narrator.check(
            "\(counted.accounts) accounts are projected, as many as the directory holds",
            counted.accounts == sample.expectedAccounts,
            otherwise: "\(sample.expectedAccounts) were loaded"
        )
        guard provisionsAll else { return narrator.tell("mailboxes are being made in the background") }
        try await eventually("all work is done", within: .seconds(600)) {
            try readState { try $0.workCounts() }.waiting == 0
        }
        let expected = try readState { try $0.mailboxOwners(in: [.open]) }
        let existing = try await withMailStore { try await $0.mailboxes() }
        try narrator.check(
            "\(existing.count) mailboxes exist in Dovecot, one for every active account of \(Self.mailHost)",
            expected.isSubset(of: existing) && !expected.isEmpty,
            otherwise: "\(expected.count) were expected"
        )
    }
}
