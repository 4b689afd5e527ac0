#pragma once

#include <filesystem>

namespace workbook {

// One build at a time in a build folder: two ninjas in one folder would spoil each other's work.
// The launcher takes the same lock. It goes with the process that holds it, however that ends.
class BuildLock {
 public:
  // Waits for the lock, and says so on standard error when another ./workbook has it.
  explicit BuildLock(const std::filesystem::path& root);
  ~BuildLock();
  BuildLock(const BuildLock&) = delete;
  BuildLock& operator=(const BuildLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace workbook
