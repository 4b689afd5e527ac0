// Gives every execution the same global variables: what instrumented code writes to static memory
// is noted, and taken back when the execution is over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace interleave {

class GlobalsLog {
 public:
  // Finds where the program (not the libraries it uses) has its static variables.
  GlobalsLog();

  // To be called before the write.
  void note_write(const void* address, std::size_t bytes) {
    const auto* at = static_cast<const char*>(address);
    if (at >= begin_ && at < end_) note(at, bytes);
  }

  // Takes back every write noted, the last one first.
  void undo();

 private:
  struct Before {
    char* address;
    std::uint64_t value;
    std::uint8_t bytes;
  };

  void note(const char* address, std::size_t bytes);

  const char* begin_ = nullptr;
  const char* end_ = nullptr;
  std::vector<Before> writes_;
};

extern GlobalsLog globals_log;

}  // namespace interleave
