internal import Glibc

/// A descriptor that becomes readable when somebody wants a waiting thread to stop: the end of a pipe.
final class Wakeup: Sendable {
    /// What the thread waits on.
    let descriptor: Int32
    private let caller: Int32

    init() throws(OnboardingError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw OnboardingError(.resolver, "no pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (descriptor, caller) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(caller)
    }

    /// Wakes the thread.
    func call() {
        var byte: UInt8 = 1
        _ = write(caller, &byte, 1)
    }

    /// Whether it was called.
    var isCalled: Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 0) > 0
    }
}
