import Glibc
import Testing

/// All that is tried on the one rig, one after the other: some of it stops slapd or kills the gate. Postfix needs root.
@Suite(.serialized, .enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
enum RealGateTests {}
