internal import Hummingbird

/// Why a file is not taken: what the form says again.
struct UploadFault: Error {
    let text: UploadsText
    var status = HTTPResponse.Status.unprocessableContent
    /// What was typed, to be kept.
    var typed: [String: String] = [:]

    init(_ text: UploadsText, _ status: HTTPResponse.Status = .unprocessableContent, typed: [String: String] = [:]) {
        (self.text, self.status, self.typed) = (text, status, typed)
    }
}
