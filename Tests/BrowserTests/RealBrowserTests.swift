import Glibc
import Testing

/// All that is done in the one browser, one after the other.
@Suite(.serialized, .enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
enum RealBrowserTests {}
