// Runs a program once and measures it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace mistakes {

enum class End {
  kPassed,
  kCheckFailed,   // A promise was broken: status 1.
  kSanitizer,     // ThreadSanitizer reported something.
  kCrashed,       // A signal, or an exception that nobody caught.
  kHung,          // Its own alarm ended it.
  kCouldNotTell,  // It did not start.
};

struct Times {
  double wall_seconds = 0;
  double processor_seconds = 0;

  void add(const Times& other);
};

struct Run {
  End end = End::kPassed;
  Times times;
  std::string output;  // What it printed, on both streams.
};

// Runs `words` with `environment` ("NAME=value") added to ours.
Run run_once(std::vector<std::string> words, std::vector<std::string> environment);

// The status with which a program ends in which ThreadSanitizer has reported something, also a
// signal.
inline constexpr int kSanitizerStatus = 66;

}  // namespace mistakes
