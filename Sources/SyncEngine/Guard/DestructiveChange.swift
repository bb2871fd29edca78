internal import DirectoryModel
internal import StateDatabase

/// Whether a change takes something from an account's user, as the guard counts it.
enum DestructiveChange {
    /// What a change from `old` to `new` takes away on a mail host; `nil` for anything harmless. `new` is `nil` for a
    /// removal. Nobody loses anything by an account that was never claimed.
    static func kind(from old: Account, to new: Account?, mailHost: String) -> Suspect.Kind? {
        guard old.mailHost == mailHost, old.status != .closed, old.status != .uploaded || old.registered != nil else {
            return nil
        }
        guard let new else { return .removal }
        if new.status == .closed { return .close }
        if new.mailHost != mailHost, old.status == .active { return .departure }
        if old.status == .active, new.status != .active { return .block }
        return nil
    }
}
