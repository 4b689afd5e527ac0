// Runs programs that nobody trusts: with a clean environment, limits on time, memory, files and
// output, and, where the machine allows it, with a view of the file system that holds only what
// they need.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace workbook {

// What keeps a program in. Found out by trying, never by what is configured.
enum class Isolation {
  kLimits,      // Limits alone: the program sees the files that its user sees.
  kBubblewrap,  // Namespaces of its own: few files, no network, no other process.
};

// "limits", "bubblewrap"
std::string name_of(Isolation isolation);

// Returns the best that works here.
Isolation probe_isolation();

struct BoxedCommand {
  std::vector<std::string> words;                 // The program, then its arguments.
  std::filesystem::path folder;                   // Where it runs, and where it may write.
  std::vector<std::filesystem::path> readable{};  // Besides the system's own programs.
  std::vector<std::string> environment{};         // "NAME=value"; nothing else is there.
  bool may_write = true;                          // In `folder`.
  std::string secret{};                           // Not empty: it is there to read at 4.
  std::chrono::seconds cpu_max{60};
  std::chrono::seconds wall_max{180};  // The last resort, for a program that sleeps.
  std::size_t memory_bytes_max = std::size_t{4} << 30;
  std::size_t output_bytes_max = 64 * 1024;  // What it prints beyond that is left out.
};

struct BoxedRun {
  int exit_code = 0;
  int signal = 0;
  bool out_of_time = false;      // The processor's: its own fault, on a busy machine, too.
  bool out_of_patience = false;  // The clock on the wall says so: nobody can tell whose fault.
  std::string output;            // What it printed, cut at a limit.
  std::string report;            // What it wrote to its descriptor 3.

  bool ok() const { return exit_code == 0 && signal == 0 && !out_of_time && !out_of_patience; }
};

// Runs it and leaves no process of it behind. Throws CannotTell when it cannot be started.
BoxedRun run_in_box(Isolation isolation, const BoxedCommand& command);

}  // namespace workbook
