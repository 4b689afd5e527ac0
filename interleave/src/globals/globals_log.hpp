// Gives every execution the same global variables: what instrumented code writes to static memory
// is noted, and taken back when the execution is over.
#pragma once

#include <cstddef>
#include <cstdint>
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

  // Returns whether `address` is a static variable of the program.
  bool is_static(const void* address) const {
    const auto* at = static_cast<const char*>(address);
    return at >= begin_ && at < end_;
  }

  // Returns whether `address` is a static variable of a library rather than of the program.
  bool belongs_to_library(const void* address) const;

  // Takes back every write noted, the last one first.
  void undo();

  // The same when those variables are in another process.
  void forget() { writes_.clear(); }

 private:
  struct Before {
    char* address;
    std::uint64_t value;
    std::uint8_t bytes;
  };

  void note(const char* address, std::size_t bytes);

  struct Range {
    const char* begin;
    const char* end;
  };

  static std::vector<Range> writable_segments();

  std::vector<Range> segments_;  // Of all modules, the program's first.
  const char* begin_;            // The program's.
  const char* end_;
  std::vector<Before> writes_;
};

extern GlobalsLog globals_log;

}  // namespace interleave
