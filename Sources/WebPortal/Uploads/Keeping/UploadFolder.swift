internal import Foundation
internal import Glibc

/// Where uploads are kept on the disk: a folder of its own for each, for this user alone.
struct UploadFolder: Sendable {
    let path: String

    /// Makes the folder if it is not there, and closes it to others. Throws ``PrivateFile/Failure``.
    init(_ path: String) throws(PrivateFile.Failure) {
        self.path = path
        guard mkdir(path, 0o700) == 0 || errno == EEXIST, chmod(path, 0o700) == 0 else {
            throw PrivateFile.Failure(path)
        }
    }

    /// The file as it was sent.
    func file(_ id: String) -> String { "\(path)/\(id)/file" }
    /// Every row with its verdict, as CSV.
    func plan(_ id: String) -> String { "\(path)/\(id)/plan.csv" }
    /// The same of the plan that was accepted last.
    func acceptedPlan(_ id: String) -> String { "\(path)/\(id)/accepted.csv" }
    /// The rows of one kind, for the pages.
    func rows(_ id: String, _ kind: PlanListing) -> String { "\(path)/\(id)/\(kind.rawValue).rows" }
    /// What became of each row, run by run.
    func result(_ id: String, _ run: Int) -> String { "\(path)/\(id)/result-\(run).csv" }

    private func record(_ id: String) -> String { "\(path)/\(id)/upload.json" }

    /// Makes room for a new one.
    func make(_ id: String) throws(PrivateFile.Failure) {
        guard mkdir("\(path)/\(id)", 0o700) == 0 else { throw PrivateFile.Failure("\(path)/\(id)") }
    }

    /// Keeps where an upload stands.
    func save(_ upload: Upload) throws {
        try PrivateFile.replace(record(upload.id), with: try JSONEncoder().encode(upload))
    }

    /// Takes an upload away with all that belongs to it.
    func remove(_ id: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(id)") }

    /// All that were kept. A folder without a record is what a file left that never came to its end: it is taken away.
    func all() throws -> [Upload] {
        try FileManager.default.contentsOfDirectory(atPath: path).compactMap { id in
            guard let record = try? Data(contentsOf: URL(filePath: record(id))) else {
                try remove(id)
                return nil
            }
            return try JSONDecoder().decode(Upload.self, from: record)
        }
    }
}
