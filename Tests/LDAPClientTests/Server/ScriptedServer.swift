import Foundation
import Synchronization

@testable import LDAPClient

/// A server that says what a test tells it, for messages no real one would send: it accepts one connection, notes
/// the first request, and answers with the script.
final class ScriptedServer: Sendable {
    /// What to do after the request.
    enum Step: Sendable {
        /// Send an LDAPMessage around this protocolOp, with these controls.
        case message([UInt8], controls: [UInt8]? = nil)
        /// Send bytes as they are.
        case raw([UInt8])
        /// Send an LDAPMessage cut short after some bytes.
        case truncated([UInt8], after: Int)
        /// Close the connection.
        case close
    }

    let port: Int
    private let listener: FreePort
    private let request = Mutex<[UInt8]>([])

    init(_ script: [Step]) throws {
        listener = try FreePort()
        port = listener.port
        guard listen(listener.descriptor, 1) == 0 else { throw TestFailure("cannot listen") }
        let descriptor = listener.descriptor
        Thread.detachNewThread { [weak self] in
            let connection = accept(descriptor, nil, nil)
            guard connection >= 0 else { return }
            Self.serve(connection, script) { bytes in self?.request.withLock { $0 = bytes } }
        }
    }

    var configuration: LDAPConfiguration {
        LDAPConfiguration(server: .plain(host: "127.0.0.1", port: port))
    }

    /// The first request, as it was on the wire.
    var firstRequest: [UInt8] { request.withLock { $0 } }

    private static func serve(_ connection: Int32, _ script: [Step], _ note: ([UInt8]) -> Void) {
        guard let (bytes, id) = readRequest(connection) else { return }
        note(bytes)
        for step in script {
            switch step {
            case .message(let operation, let controls): write(connection, message(id, operation, controls))
            case .raw(let bytes): write(connection, bytes)
            case .truncated(let operation, let count):
                write(connection, Array(message(id, operation, nil).prefix(count)))
            case .close:
                shutdown(connection, Int32(SHUT_RDWR))
                close(connection)
                return
            }
        }
        // Stays open until the client goes.
        var rest = [UInt8](repeating: 0, count: 1024)
        while recv(connection, &rest, rest.count, 0) > 0 {}
        close(connection)
    }

    private static func readRequest(_ connection: Int32) -> (bytes: [UInt8], id: Int)? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
            let id = bytes.withUnsafeBytes { buffer -> Int? in
                var reader = BERReader(buffer)
                guard let content = try? reader.read(BERTag.sequence, "a message") else { return nil }
                var members = BERReader(content)
                return try? members.readInteger()
            }
            if let id { return (bytes, id) }
        }
    }

    private static func message(_ id: Int, _ operation: [UInt8], _ controls: [UInt8]?) -> [UInt8] {
        var writer = BERWriter()
        writer.write(BERTag.sequence) { members in
            members.write(id)
            members.append(operation)
            if let controls { members.write(BERTag.constructedContext(0), controls) }
        }
        return writer.bytes
    }

    private static func write(_ connection: Int32, _ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

extension BERWriter {
    /// Writes elements that were encoded before.
    mutating func append(_ encoded: [UInt8]) {
        self = BERWriter(bytes: bytes + encoded)
    }
}

/// The protocolOps and controls a scripted provider sends.
enum Wire {
    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        var writer = BERWriter()
        writer.write(tag, content)
        return writer.bytes
    }

    static func octets(_ text: String) -> [UInt8] { element(BERTag.octetString, Array(text.utf8)) }
    static func flag(_ value: Bool) -> [UInt8] { element(BERTag.boolean, [value ? 0xFF : 0]) }

    /// A SearchResultEntry with one attribute.
    static func entry(_ dn: String) -> [UInt8] {
        let attribute = element(BERTag.sequence, octets("uid") + element(BERTag.set, octets("a")))
        return element(0x64, octets(dn) + element(BERTag.sequence, attribute))
    }

    /// A SearchResultReference.
    static func reference(_ uri: String) -> [UInt8] { element(0x73, octets(uri)) }

    /// A SearchResultDone.
    static func done(_ code: Int32) -> [UInt8] {
        var writer = BERWriter()
        writer.write(Int(code), BERTag.enumerated)
        return element(0x65, writer.bytes + octets("") + octets("because"))
    }

    /// An intermediate response with a Sync Info value.
    static func info(_ value: [UInt8], oid: String = ContentSyncOID.info) -> [UInt8] {
        element(0x79, element(0x80, Array(oid.utf8)) + element(0x81, value))
    }

    static func control(_ oid: String, _ value: [UInt8]) -> [UInt8] {
        element(BERTag.sequence, octets(oid) + element(BERTag.octetString, value))
    }

    static let uuid: [UInt8] = Array(1...16)

    /// A Sync State control.
    static func state(_ state: UInt8, uuid: [UInt8] = uuid, cookie: String? = nil) -> [UInt8] {
        let members = element(BERTag.enumerated, [state]) + element(BERTag.octetString, uuid)
        return control(ContentSyncOID.state, element(BERTag.sequence, members + (cookie.map(octets) ?? [])))
    }
}
