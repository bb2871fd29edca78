internal import Foundation
internal import Glibc

/// Looks at the configuration file and the files of secrets.
struct FileExamination: Sendable {
    private let configuration: Doctor.Configuration

    init(_ configuration: Doctor.Configuration) {
        self.configuration = configuration
    }

    func findings() -> [Finding] {
        let configurationFile = configuration.file.map { Finding.judge(configurationFile: FileFacts($0)) }
        return [configurationFile].compactMap { $0 } + secretFiles.map { Finding.judge(secretFile: FileFacts($0)) }
    }

    private var secretFiles: [String] {
        var files = configuration.otherSecretFiles
        if case .password(_, let file) = configuration.directory.identity { files.append(file) }
        if let secondFactor = configuration.secondFactor { files.append(secondFactor.passwordFile) }
        if let dovecot = configuration.dovecot { files.append(dovecot.keyFile) }
        return files
    }
}

/// What is to be known of a file; nothing of what a secret holds.
struct FileFacts: Sendable, Hashable {
    var path: String
    /// Why it cannot be looked at; `nil` when it can.
    var problem: String?
    var isRegular = true
    var mode: UInt32 = 0o600
    var isReadable = true
    var isEmpty = false
    var holdsSeveralLines = false

    init(_ path: String, mode: UInt32 = 0o600) {
        self.path = path
        self.mode = mode
    }
}

extension FileFacts {
    init(_ path: String) {
        self.init(path, mode: 0)
        var status = stat()
        guard stat(path, &status) == 0 else {
            problem = String(cString: strerror(errno))
            return
        }
        mode = status.st_mode & 0o7777
        isRegular = status.st_mode & S_IFMT == S_IFREG
        isReadable = access(path, R_OK) == 0
        guard isRegular, isReadable, let data = FileManager.default.contents(atPath: path) else { return }
        let text = data.drop { $0 <= 0x20 }
        isEmpty = text.isEmpty
        holdsSeveralLines = text.split(separator: UInt8(ascii: "\n")).count > 1
    }
}

extension Finding {
    /// Whoever may write the configuration file can point the worker at another directory.
    static func judge(configurationFile file: FileFacts) -> Finding {
        if let problem = file.problem {
            return .failed(.configurationFile, "\(file.path): \(problem)", remedy: "name the file by --config")
        }
        guard file.mode & 0o022 == 0 else {
            return .failed(
                .configurationFile,
                "\(file.path) may be written by others than its owner",
                remedy: "chmod go-w \(file.path)"
            )
        }
        return .ok(.configurationFile, file.path)
    }

    static func judge(secretFile file: FileFacts) -> Finding {
        if let problem = file.problem {
            return .failed(
                .secretFiles,
                "\(file.path): \(problem)",
                remedy: "make the file with the secret alone in its first line, owned by the worker's user, mode 600"
            )
        }
        guard file.isRegular else {
            return .failed(.secretFiles, "\(file.path) is not a file", remedy: "put a plain file there")
        }
        guard file.mode & 0o077 == 0 else {
            return .failed(
                .secretFiles,
                "\(file.path) may be read or written by others than its owner",
                remedy: "chmod 600 \(file.path), and change the secret if strangers are on this host"
            )
        }
        guard file.isReadable else {
            return .skipped(
                .secretFiles,
                "\(file.path) is not readable by user \(getuid())",
                remedy: "run `pamong doctor` as root or as the worker's user"
            )
        }
        guard !file.isEmpty else {
            return .failed(.secretFiles, "\(file.path) is empty", remedy: "write the secret into its first line")
        }
        guard !file.holdsSeveralLines else {
            return .warning(
                .secretFiles,
                "\(file.path) has more than one line; only the first counts",
                remedy: "leave the secret alone in the file"
            )
        }
        return .ok(.secretFiles, file.path)
    }
}
