import Glibc

/// Counts what is in generated LDIF by looking at the text alone.
struct LDIFCount {
    struct Service: Hashable {
        var tenants = 0
        var activeTenants = 0
        var statuses: [String: Int] = [:]
        var registered = 0
        var twoFactor = 0
        var administrators = 0
    }

    private(set) var services: [String: Service] = [:]
    private(set) var addresses: Set<String> = []
    private(set) var hosts: [String: Int] = [:]
    private(set) var forwards = 0
    private(set) var repeatedAddresses: [String] = []
    private var service = ""
    private var status = ""
    private var isRegistered = false

    /// How the names of all attributes begin that are counted.
    private static let (d, p, m) = (UInt8(ascii: "d"), UInt8(ascii: "p"), UInt8(ascii: "m"))
    private static let names = ["mail.go.id", "desa.mail.go.id", "sakti.mail.go.id", "multidomain.mail.go.id"]
    private static let endings = names.map {
        (name: $0, bytes: Array(",cn=\($0),ou=services,dc=mail,dc=go,dc=id".utf8))
    }

    /// Takes in whole lines.
    mutating func count(_ chunk: [UInt8]) {
        chunk.withUnsafeBytes { bytes in
            guard var position = bytes.baseAddress else { return }
            let end = position + bytes.count
            while position < end, let stop = memchr(position, 10, end - position) {
                line(UnsafeRawBufferPointer(start: position, count: UnsafeRawPointer(stop) - position))
                position = UnsafeRawPointer(stop) + 1
            }
        }
    }

    private mutating func line(_ line: UnsafeRawBufferPointer) {
        guard let first = line.first else { return endEntry() }
        guard first == Self.d || first == Self.p || first == Self.m else { return }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "dn": begin(line)
        case "pamongAccountStatus": status = value(line, colon)
        case "pamongRegisteredTime": isRegistered = true
        case "pamongTwoFactorSince": services[service, default: Service()].twoFactor += 1
        case "pamongTenantStatus":
            services[service, default: Service()].tenants += 1
            if value(line, colon) == "active" { services[service, default: Service()].activeTenants += 1 }
        case "member": if line.starts(with: Array("member: mail=".utf8)) { services[service]?.administrators += 1 }
        case "mail", "mailLocalAddress": note(value(line, colon))
        case "mailHost": hosts[value(line, colon), default: 0] += 1
        case "mailRoutingAddress": forwards += 1
        default: break
        }
    }

    private mutating func begin(_ line: UnsafeRawBufferPointer) {
        service = Self.endings.first { Self.ends(line, with: $0.bytes) }?.name ?? ""
        (status, isRegistered) = ("", false)
    }

    private static func ends(_ line: UnsafeRawBufferPointer, with ending: [UInt8]) -> Bool {
        guard let start = line.baseAddress, line.count >= ending.count else { return false }
        return memcmp(start + (line.count - ending.count), ending, ending.count) == 0
    }

    private mutating func endEntry() {
        guard !status.isEmpty else { return }
        services[service, default: Service()].statuses[status, default: 0] += 1
        if isRegistered, status != "closed" { services[service]?.registered += 1 }
    }

    private mutating func note(_ address: String) {
        if !addresses.insert(address).inserted { repeatedAddresses.append(address) }
    }

    private func value(_ line: UnsafeRawBufferPointer, _ colon: Int) -> String {
        String(decoding: line[(colon + 2)...], as: UTF8.self)
    }
}
