internal import ArgumentParser
internal import DirectoryModel

/// The account a command is about.
struct AccountArgument: ParsableArguments {
    @Argument(help: "The account's mail address.")
    var address: String

    /// The address, checked.
    var mailAddress: MailAddress {
        get throws {
            guard let address = MailAddress(address) else {
                throw CommandFailure(.usage, "\(address) is not a mail address")
            }
            return address
        }
    }

    func validate() throws {
        if MailAddress(address) == nil { throw ValidationError("\(address) is not a mail address") }
    }
}
