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
  // Not empty: a variable of the environment that names a file to write a report to.
  std::string report_variable{};
};

struct Finished {
  int exit_code = 0;
  int signal = 0;          // The one that ended it, or 0.
  bool timed_out = false;  // It was ended by us.
  std::string output;      // Standard output and standard error, as they came.

  bool ok() const { return exit_code == 0 && signal == 0 && !timed_out; }
};

// What may happen elsewhere while programs run: a key, a file that is saved.
struct Attention {
  std::vector<int> descriptors;  // It has happened when one of them can be read.
  std::function<bool()> stops;   // Called then, and reads it. True: the programs are to end.
};

// Thrown when Attention::stops said so, after the programs have ended.
struct Interrupted {};

// Called with each piece of output as it comes.
using OutputListener = std::function<void(std::string_view)>;

// Who hears of programs while they run. What is empty hears nothing.
struct Listeners {
  OutputListener on_output{};
  // Called with each piece of the report of the n-th program, and with an empty one at its end.
  // Returns false to end all programs; what they wrote so far counts.
  std::function<bool(std::size_t n, std::string_view text)> on_report{};
  const Attention* attention = nullptr;
};

// Runs `commands` at the same time, without standard input, and waits for all of them; those that
// still run after `timeout` are killed. Throws CannotTell for a program that cannot be started.
std::vector<Finished> run_all(const std::vector<Command>& commands, std::chrono::seconds timeout,
                              const Listeners& listeners = {});

Finished run(const Command& command, std::chrono::seconds timeout, const Listeners& listeners = {});

// Becomes another program. Returns never; throws CannotTell when it cannot be started.
[[noreturn]] void become(const Command& command);

}  // namespace workbook
