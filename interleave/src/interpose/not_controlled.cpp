// Calls that lead out of the exploration: to another process, to the network, to whatever may come
// in at a pipe. The explorer cannot make their ends part of a schedule, and one that waits would
// keep all threads waiting. So the exploration ends there, and says what to do.
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdarg>
#include <string>

#include "execution/processes.hpp"
#include "interpose/calls.hpp"
#include "interpose/misuse.hpp"
#include "interpose/real.hpp"
#include "run/program.hpp"

namespace interleave {
namespace {

constexpr const char* kProcessAdvice =
    "The explorer controls the threads of one process; another one goes its own way. Explore each "
    "process alone, with what it gets from the other made up by the test.";
constexpr const char* kNetworkAdvice =
    "When something comes in there is not for the explorer to say, so no schedule could be "
    "repeated. "
    "Put the connection behind an interface, and explore with one that is made of memory.";
constexpr const char* kSignalAdvice =
    "Signals come when they like, and no schedule says when. Have a thread call what the signal "
    "would cause.";

// A whole program under `interleave run` may start others and wait for them: each of its schedules
// has a process of its own.
bool controls_processes() { return in_program && processes == nullptr; }

[[noreturn]] void stop(const char* call, const char* advice, const void* pc) {
  current_execution->self().pc = pc;
  not_controlled("calls " + std::string(call) + "()", advice);
}

// Whether to read from it might wait for somebody outside.
bool would_block(int file) {
  struct stat status {};
  if (fstat(file, &status) != 0) return false;
  const bool waits = S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) ||
                     (S_ISCHR(status.st_mode) && isatty(file) != 0);
  pollfd readable{file, POLLIN, 0};
  return waits && real().poll(&readable, 1, 0) == 0;
}

Nanoseconds duration_of(const timespec* time) {
  return time == nullptr ? kNever : to_nanoseconds(*time);
}

}  // namespace
}  // namespace interleave

using interleave::controls_processes;
using interleave::in_program;
using interleave::kNetworkAdvice;
using interleave::kProcessAdvice;
using interleave::kSignalAdvice;
using interleave::real;
using interleave::stop;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

pid_t fork() noexcept {
  if (!in_program) return real().fork();
  if (interleave::processes != nullptr) interleave::refuse_to_fork();
  stop("fork", kProcessAdvice, INTERLEAVE_CALLER);
}

// A function that calls the real one would return before the child has ended, on one stack with it:
// outside of an exploration, too, the child gets its own memory.
pid_t vfork() noexcept {
  if (!in_program) return real().fork();
  if (interleave::processes != nullptr) interleave::refuse_to_fork();
  stop("vfork", kProcessAdvice, INTERLEAVE_CALLER);
}

int system(const char* command) {
  if (!controls_processes()) return real().system(command);
  stop("system", kProcessAdvice, INTERLEAVE_CALLER);
}

FILE* popen(const char* command, const char* mode) {
  if (!controls_processes()) return real().popen(command, mode);
  stop("popen", kProcessAdvice, INTERLEAVE_CALLER);
}

int posix_spawn(pid_t* child, const char* path, const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, char* const* arguments,
                char* const* environment) {
  if (!controls_processes()) {
    return real().posix_spawn(child, path, actions, attributes, arguments, environment);
  }
  stop("posix_spawn", kProcessAdvice, INTERLEAVE_CALLER);
}

int posix_spawnp(pid_t* child, const char* file, const posix_spawn_file_actions_t* actions,
                 const posix_spawnattr_t* attributes, char* const* arguments,
                 char* const* environment) {
  if (!controls_processes()) {
    return real().posix_spawnp(child, file, actions, attributes, arguments, environment);
  }
  stop("posix_spawnp", kProcessAdvice, INTERLEAVE_CALLER);
}

pid_t wait(int* status) {
  if (!controls_processes()) return real().wait(status);
  stop("wait", kProcessAdvice, INTERLEAVE_CALLER);
}

pid_t waitpid(pid_t child, int* status, int options) {
  if (!controls_processes()) return real().waitpid(child, status, options);
  stop("waitpid", kProcessAdvice, INTERLEAVE_CALLER);
}

int socket(int domain, int type, int protocol) noexcept {
  if (!in_program) return real().socket(domain, type, protocol);
  stop("socket", kNetworkAdvice, INTERLEAVE_CALLER);
}

int connect(int socket, const sockaddr* address, socklen_t length) {
  if (!in_program) return real().connect(socket, address, length);
  stop("connect", kNetworkAdvice, INTERLEAVE_CALLER);
}

int accept(int socket, sockaddr* address, socklen_t* length) {
  if (!in_program) return real().accept(socket, address, length);
  stop("accept", kNetworkAdvice, INTERLEAVE_CALLER);
}

int accept4(int socket, sockaddr* address, socklen_t* length, int flags) {
  if (!in_program) return real().accept4(socket, address, length, flags);
  stop("accept4", kNetworkAdvice, INTERLEAVE_CALLER);
}

ssize_t recv(int socket, void* buffer, std::size_t bytes, int flags) {
  if (!in_program) return real().recv(socket, buffer, bytes, flags);
  stop("recv", kNetworkAdvice, INTERLEAVE_CALLER);
}

ssize_t recvfrom(int socket, void* buffer, std::size_t bytes, int flags, sockaddr* address,
                 socklen_t* length) {
  if (!in_program) return real().recvfrom(socket, buffer, bytes, flags, address, length);
  stop("recvfrom", kNetworkAdvice, INTERLEAVE_CALLER);
}

ssize_t recvmsg(int socket, msghdr* message, int flags) {
  if (!in_program) return real().recvmsg(socket, message, flags);
  stop("recvmsg", kNetworkAdvice, INTERLEAVE_CALLER);
}

// Files are read as ever: they wait for nobody.
ssize_t read(int file, void* buffer, std::size_t bytes) {
  if (in_program && interleave::would_block(file)) stop("read", kNetworkAdvice, INTERLEAVE_CALLER);
  return real().read(file, buffer, bytes);
}

// Of these, some are used to look and not to wait, and some only to sleep.

int poll(pollfd* files, nfds_t count, int milliseconds) {
  if (!in_program || milliseconds == 0) return real().poll(files, count, milliseconds);
  if (count > 0 || milliseconds < 0) stop("poll", kNetworkAdvice, INTERLEAVE_CALLER);
  interleave::sleep_for(milliseconds * interleave::Nanoseconds{1'000'000}, INTERLEAVE_CALLER);
  return 0;
}

int ppoll(pollfd* files, nfds_t count, const timespec* time, const sigset_t* signals) {
  const interleave::Nanoseconds duration = interleave::duration_of(time);
  if (!in_program || duration == 0) return real().ppoll(files, count, time, signals);
  if (count > 0 || time == nullptr) stop("ppoll", kNetworkAdvice, INTERLEAVE_CALLER);
  interleave::sleep_for(duration, INTERLEAVE_CALLER);
  return 0;
}

int select(int count, fd_set* to_read, fd_set* to_write, fd_set* odd, timeval* time) {
  const bool looks = time != nullptr && time->tv_sec == 0 && time->tv_usec == 0;
  if (!in_program || looks) return real().select(count, to_read, to_write, odd, time);
  if (count > 0 || time == nullptr) stop("select", kNetworkAdvice, INTERLEAVE_CALLER);
  interleave::sleep_for(interleave::to_nanoseconds({time->tv_sec, time->tv_usec * 1'000}),
                        INTERLEAVE_CALLER);
  return 0;
}

int pselect(int count, fd_set* to_read, fd_set* to_write, fd_set* odd, const timespec* time,
            const sigset_t* signals) {
  const interleave::Nanoseconds duration = interleave::duration_of(time);
  if (!in_program || duration == 0) {
    return real().pselect(count, to_read, to_write, odd, time, signals);
  }
  if (count > 0 || time == nullptr) stop("pselect", kNetworkAdvice, INTERLEAVE_CALLER);
  interleave::sleep_for(duration, INTERLEAVE_CALLER);
  return 0;
}

int epoll_wait(int files, epoll_event* events, int count, int milliseconds) {
  if (!in_program || milliseconds == 0)
    return real().epoll_wait(files, events, count, milliseconds);
  stop("epoll_wait", kNetworkAdvice, INTERLEAVE_CALLER);
}

int epoll_pwait(int files, epoll_event* events, int count, int milliseconds,
                const sigset_t* signals) {
  if (!in_program || milliseconds == 0) {
    return real().epoll_pwait(files, events, count, milliseconds, signals);
  }
  stop("epoll_pwait", kNetworkAdvice, INTERLEAVE_CALLER);
}

int pause() {
  if (!in_program) return real().pause();
  stop("pause", kSignalAdvice, INTERLEAVE_CALLER);
}

int sigwait(const sigset_t* signals, int* signal) {
  if (!in_program) return real().sigwait(signals, signal);
  stop("sigwait", kSignalAdvice, INTERLEAVE_CALLER);
}

int sigsuspend(const sigset_t* signals) {
  if (!in_program) return real().sigsuspend(signals);
  stop("sigsuspend", kSignalAdvice, INTERLEAVE_CALLER);
}

int pthread_kill(pthread_t thread, int signal) noexcept {
  if (!in_program) return real().pthread_kill(thread, signal);
  stop("pthread_kill", kSignalAdvice, INTERLEAVE_CALLER);
}

}  // extern "C"
