// What `interleave run` asks for. The tool hands it to the program's process in an environment
// variable.
#pragma once

#include <string>
#include <vector>

#include "interleave/options.hpp"

namespace interleave {

inline constexpr const char* kSettingsVariable = "INTERLEAVE_RUN";

// Where the library says that it is there: a pipe. Nothing comes from a program without a loader.
inline constexpr const char* kHelloVariable = "INTERLEAVE_HELLO";

// Exit status, as of every command of the house.
inline constexpr int kExitPassed = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUnknown = 2;

struct RunSettings {
  Options options;
  std::string json_file;     // Empty: none.
  bool threads_end = false;  // A thread that still runs when the program ends is a failure.
  std::string command;       // As it was typed, for the line that repeats it.
};

std::string to_string(const RunSettings& settings);

// Requires: `text` comes from to_string().
RunSettings parse_settings(const std::string& text);

// Names of strategies, as a person types them.
struct StrategyName {
  const char* name;
  Strategy strategy;
};
const std::vector<StrategyName>& strategy_names();

}  // namespace interleave
