#include "watcher.hpp"

#include <fmt/core.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "errors.hpp"

namespace workbook {

namespace {

// An editor saves in several steps; this much silence ends them.
constexpr int kQuietMs = 30;

bool readable(int descriptor, int timeout_ms) {
  pollfd one{descriptor, POLLIN, 0};
  return poll(&one, 1, timeout_ms) > 0;
}

}  // namespace

Watcher::Watcher(const std::filesystem::path& file)
    : name_(file.filename().string()), inotify_(inotify_init1(IN_CLOEXEC)) {
  const std::string folder = file.parent_path().string();
  if (inotify_ < 0 ||
      inotify_add_watch(inotify_, folder.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO) < 0) {
    const int error = errno;
    if (inotify_ >= 0) close(inotify_);
    throw CannotTell(fmt::format("Cannot watch {}: {}.", folder, std::strerror(error)));
  }
}

Watcher::~Watcher() { close(inotify_); }

std::vector<int> Watcher::descriptors() const { return {STDIN_FILENO, inotify_}; }

Watcher::Event Watcher::wait() {
  for (;;) {
    pollfd both[2] = {{STDIN_FILENO, POLLIN, 0}, {inotify_, POLLIN, 0}};
    if (poll(both, 2, -1) < 0) continue;
    const Event event = look();
    if (event.kind != Kind::kNothing) return event;
  }
}

Watcher::Event Watcher::look() {
  if (readable(STDIN_FILENO, 0)) {
    char key = 0;
    return {Kind::kKey, read(STDIN_FILENO, &key, 1) == 1 ? key : 'q'};
  }
  if (readable(inotify_, 0) && file_was_saved()) {
    drain();
    return {Kind::kSaved};
  }
  return {};
}

bool Watcher::file_was_saved() {
  alignas(inotify_event) char buffer[4096];
  const ssize_t length = read(inotify_, buffer, sizeof buffer);
  bool saved = false;
  for (ssize_t at = 0; at < length;) {
    const auto* event = reinterpret_cast<const inotify_event*>(buffer + at);
    saved = saved || (event->len > 0 && name_ == event->name);
    at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
  }
  return saved;
}

void Watcher::drain() {
  while (readable(inotify_, kQuietMs)) file_was_saved();
}

}  // namespace workbook
