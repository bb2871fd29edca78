import Foundation
import LocalStack
import NIOCore
import Testing

@testable import WebPortal

extension Browser {
    /// Sends a file as the form does; `fields` come before it.
    @discardableResult
    func upload(
        _ content: String,
        name: String = "pegawai.csv",
        _ fields: [(String, String)] = [],
        token: String? = nil
    ) async throws -> Page {
        let form = try await get("/admin/unggah/baru")
        let all = [("token", token ?? form.formToken)] + fields
        let body = MultipartBody.of(all, file: ("file", name, Array(content.utf8)))
        return try await post(
            "/admin/unggah",
            body: ByteBuffer(bytes: body),
            contentType: MultipartBody.contentType
        )
    }

    /// Looks at an upload's page until nothing is under way.
    @discardableResult
    func settled(_ path: String) async throws -> Page {
        let deadline = ContinuousClock.now + .seconds(120)
        while true {
            let page = try await get(path)
            guard page.text.contains("id=\"progress\"") else { return page }
            guard ContinuousClock.now < deadline else { throw LocalStackError("\(path) is still under way") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Sends a file and waits for its plan.
    func plan(_ content: String, name: String = "pegawai.csv", _ fields: [(String, String)] = []) async throws -> Page {
        let page = try await upload(content, name: name, fields)
        return try await settled(page.path)
    }

    /// Accepts the plan of a page.
    func accept(_ page: Page, skipping: Bool = false) async throws -> Page {
        var fields = ["fingerprint": page.fingerprint]
        if skipping { fields["skip"] = "1" }
        let answer = try await post("\(page.path)/terima", fields)
        return answer.status == 200 ? try await settled(page.path) : answer
    }
}

extension Page {
    var fingerprint: String { first("name=\"fingerprint\" value=\"([0-9a-f]+)\"") ?? "" }
    var stage: String { first("<span class=\"badge\">([^<]*)</span>") ?? "" }
    /// Refused, new, changed, same.
    var counts: [String] {
        text.matches(of: /<span class="figure">([^<]*)<\/span>/).map { String($0.1) }
    }
}

/// A form with a file as browsers send it.
enum MultipartBody {
    static let boundary = "----geckoformboundary7MA4YWxkTrZu0gW"
    static let contentType = "multipart/form-data; boundary=\(boundary)"

    static func of(_ fields: [(String, String)], file: (field: String, name: String, bytes: [UInt8])?) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in fields {
            bytes += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
        }
        if let file {
            let disposition = "form-data; name=\"\(file.field)\"; filename=\"\(file.name)\""
            bytes += "--\(boundary)\r\nContent-Disposition: \(disposition)\r\nContent-Type: text/csv\r\n\r\n".utf8
            bytes += file.bytes + Array("\r\n".utf8)
        }
        return bytes + Array("--\(boundary)--\r\n".utf8)
    }
}
