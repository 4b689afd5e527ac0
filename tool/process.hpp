// Runs other programs and collects what they print.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace workbook {

struct Command {
  std::vector<std::string> words;                                // The program, then its arguments.
  std::vector<std::pair<std::string, std::string>> environment;  // On top of ours.
};

struct Finished {
  int exit_code = 0;
  int signal = 0;          // The one that ended it, or 0.
  bool timed_out = false;  // It was ended by us.
  std::string output;      // Standard output and standard error, as they came.

  bool ok() const { return exit_code == 0 && signal == 0 && !timed_out; }
};

// Called with each piece of output as it comes.
using OutputListener = std::function<void(std::string_view)>;

// Runs `commands` at the same time, without standard input, and waits for all of them; those that
// still run after `timeout` are killed. Throws CannotTell for a program that cannot be started.
std::vector<Finished> run_all(const std::vector<Command>& commands, std::chrono::seconds timeout,
                              const OutputListener& listener = {});

Finished run(const Command& command, std::chrono::seconds timeout,
             const OutputListener& listener = {});

// Becomes another program. Returns never; throws CannotTell when it cannot be started.
[[noreturn]] void become(const Command& command);

}  // namespace workbook
