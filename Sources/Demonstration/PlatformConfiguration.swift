internal import Foundation
internal import LocalStack

/// The configuration file the demonstration's worker and portal run with, in the form of `Config/pamong.yaml`.
struct PlatformConfiguration {
    var stack: LocalStack
    var state: URL
    var metricsPort: UInt16
    var portalPort: UInt16

    var text: String {
        get throws {
            let slapd = stack.slapd
            let dovecot = try stack.dovecot
            return """
                mailHost: \(Platform.mailHost)
                directory:
                  uri: \(slapd.uri)
                  suffix: \(slapd.options.suffix)
                  bindDN: \(slapd.dn(of: .worker))
                  passwordFile: \(slapd.passwordFile(of: .worker).path)
                  gateUri: \(try stack.gate.uri)
                state:
                  path: \(state.path)
                doveadm:
                  url: \(dovecot.doveadmURI)
                  keyFile: \(dovecot.keyFile.path)
                  mailRoot: \(dovecot.mailRoot.path.trimmingSuffix("/"))
                  archiveRoot: \(dovecot.archiveRoot.path.trimmingSuffix("/"))
                sync:
                  settleTime: 2s
                api:
                  socket: \(state.deletingLastPathComponent().path)/api.sock
                metrics:
                  listen: 127.0.0.1:\(metricsPort)
                secondFactor:
                  keyRing: \(try stack.gate.keyRing.path)
                  passwordFile: \(slapd.passwordFile(of: .portal).path)
                  gateLog: \(try stack.gate.auditLog.path)
                portal:
                  listen: 127.0.0.1:\(portalPort)
                  insecure: true
                  uploadFolder: \(stack.folder.url.appending(path: "uploads").path)
                  helpDesk: WhatsApp 0800-1-000-000

                """
        }
    }
}
