internal import CCrack
internal import Foundation
internal import Synchronization
public import TwoFactor

/// Whether a new password would be guessed: one of a dictionary's words, or one with a little added to it, a row of keys,
/// or its owner's own name. cracklib judges; it asks for no mixture of kinds of characters.
///
/// How long a password has to be is the directory's password policy.
public struct PasswordQuality: Sendable {
    /// Debian's dictionary (`cracklib-runtime`); `create-cracklib-dict` makes one of more words.
    public static let usualDictionary = "/var/cache/cracklib/cracklib_dict"

    private let dictionary: String

    /// Takes the path of a dictionary, without the ends of its files' names. Throws ``PasswordQualityError`` when it is not
    /// there, so that no password is ever taken unseen.
    public init(dictionary: String = usualDictionary) throws(PasswordQualityError) {
        for end in ["pwd", "pwi", "hwm"] where !FileManager.default.isReadableFile(atPath: "\(dictionary).\(end)") {
            throw PasswordQualityError(
                "\(dictionary).\(end) cannot be read: install cracklib-runtime, or make the dictionary by create-cracklib-dict"
            )
        }
        self.dictionary = dictionary
    }

    /// Whether it is too easy. `words`: what everybody knows of its owner, the name and the address for instance.
    /// Throws ``PasswordQualityError`` when the dictionary cannot be read any more.
    public func isEasilyGuessed(_ password: SecretBytes, knowing words: [String]) throws(PasswordQualityError) -> Bool {
        let text = SecretBytes(count: password.count + 1) { room in
            password.withBytes { room.copyMemory(from: $0) }
            room[password.count] = 0
        }
        // A C string ends at its first NUL, so what follows one would not be looked at.
        guard !password.withBytes({ $0.contains(0) }) else { return true }
        let complaint = Self.judge.withLock { _ in
            text.withBytes { bytes in
                let pointer = bytes.assumingMemoryBound(to: CChar.self).baseAddress
                let known = words.joined(separator: " ")
                return FascistCheckUser(pointer, dictionary, words.first ?? "", known).map { String(cString: $0) }
            }
        }
        if complaint == Self.brokenDictionary { throw PasswordQualityError("\(dictionary) cannot be read") }
        return complaint != nil
    }

    /// cracklib keeps what it works on in static memory.
    private static let judge = Mutex(())
    private static let brokenDictionary = "error loading dictionary"
}

/// The dictionary of bad passwords cannot be used.
public struct PasswordQualityError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Which file, and how to mend it.
    public let description: String

    init(_ description: String) { self.description = description }
}
