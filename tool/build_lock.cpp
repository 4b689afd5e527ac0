#include "build_lock.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "errors.hpp"

namespace workbook {

BuildLock::BuildLock(const std::filesystem::path& root) {
  const std::filesystem::path path = root / "build" / "lock";
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  descriptor_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) {
    throw CannotTell(fmt::format("Cannot open {}: {}.", path.string(), std::strerror(errno)));
  }
  if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  fmt::print(stderr, "Another ./workbook is building here; waiting for it to finish.\n");
  while (flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
  }
}

BuildLock::~BuildLock() { close(descriptor_); }

}  // namespace workbook
