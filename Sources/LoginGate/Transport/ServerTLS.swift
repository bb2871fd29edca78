internal import NIOSSL

/// TLS from PEM files.
enum ServerTLS {
    /// For clients.
    static func context(_ files: GateConfiguration.TLS) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificateFile).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: files.keyFile, format: .pem))
        )
        configuration.minimumTLSVersion = .tlsv12
        switch files.clientCertificates {
        case .none: break
        case .optional(let file):
            configuration.certificateVerification = .optionalVerification
            configuration.trustRoots = .file(file)
        case .required(let file):
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .file(file)
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// For slapd: its certificate is verified, the gate's own is shown when there is one.
    static func upstream(_ files: GateConfiguration.TLS?, authorityFile: String?) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let authorityFile { configuration.trustRoots = .file(authorityFile) }
        if let files {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(files.certificateFile).map {
                .certificate($0)
            }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: files.keyFile, format: .pem))
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
