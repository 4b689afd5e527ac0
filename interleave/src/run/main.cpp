// interleave: the command line tool. It starts the program with the library loaded before it, and
// waits; the exploration is in the program's own process and its children.
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "interleave/interleave.hpp"
#include "run/settings.hpp"

namespace interleave {
namespace {

constexpr const char* kAbout =
    "Runs a whole program under one thread schedule after another, each in a process of its own,\n"
    "and tells the story of one that fails: an exit status other than 0, a failed assert, abort,\n"
    "a crash, an uncaught exception, a deadlock, a lost wake-up, a data race.\n\n"
    "Any program that uses the C library dynamically can be run: its calls of pthread functions\n"
    "and all that the standard library makes of them, its sleeps and its clocks are under "
    "control.\n"
    "Atomics and data races are seen where the program was compiled with -fsanitize=thread -g and\n"
    "linked without it, with libinterleave.so (CMake: interleave::interleave) in its place.";

// The library lies where the loader found it for this tool.
std::string library_path() {
  Dl_info info;
  if (dladdr(reinterpret_cast<const void*>(&exploring), &info) == 0) return "";
  return std::filesystem::absolute(info.dli_fname).string();
}

std::string quoted(const std::string& word) {
  const bool plain =
      !word.empty() &&
      word.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,+@%") ==
          std::string::npos;
  if (plain) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string in_one_line(const std::vector<std::string>& command) {
  std::string line;
  for (const std::string& word : command) line += (line.empty() ? "" : " ") + quoted(word);
  return line;
}

[[noreturn]] void start(const std::vector<std::string>& command, const RunSettings& settings,
                        int hello) {
  const char* others = std::getenv("LD_PRELOAD");
  const std::string preload = library_path() + (others == nullptr ? "" : std::string(":") + others);
  setenv("LD_PRELOAD", preload.c_str(), 1);
  setenv("LD_BIND_NOW", "1", 1);  // Once, not in each process anew.
  setenv(kSettingsVariable, to_string(settings).c_str(), 1);
  setenv(kHelloVariable, std::to_string(hello).c_str(), 1);
  personality(ADDR_NO_RANDOMIZE);  // Addresses that a program prints or sorts by stay the same.
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execvp(words.front(), words.data());
  std::fprintf(stderr, "could not start %s: %s\n", command.front().c_str(), std::strerror(errno));
  _exit(kExitUnknown);
}

// Returns the exit status of the exploration.
int run(const std::vector<std::string>& command, const RunSettings& settings) {
  std::array<int, 2> hello{};
  if (pipe(hello.data()) != 0) return kExitUnknown;
  fcntl(hello[0], F_SETFD, FD_CLOEXEC);
  const pid_t child = fork();
  if (child == 0) start(command, settings, hello[1]);
  close(hello[1]);
  char said = 0;
  const bool is_there = read(hello[0], &said, 1) == 1;
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (is_there && WIFEXITED(status)) return WEXITSTATUS(status);
  if (is_there) {
    std::fprintf(stderr, "could not tell: the exploration was ended by a signal: %s\n",
                 strsignal(WTERMSIG(status)));
  } else if (!WIFEXITED(status) || WEXITSTATUS(status) != kExitUnknown) {
    std::fprintf(stderr,
                 "could not tell: %s ran, but without the explorer. Is it a script, linked\n"
                 "statically, or a program with more rights than its user has? The explorer is\n"
                 "loaded by the dynamic loader (LD_PRELOAD), which takes no part in these.\n",
                 command.front().c_str());
  }
  return kExitUnknown;
}

}  // namespace

int run_tool(int argc, char** argv) {
  CLI::App app("interleave: explores the thread schedules of programs", "interleave");
  app.require_subcommand(1);
  CLI::App& sub = *app.add_subcommand("run", kAbout);
  RunSettings settings;
  Options& options = settings.options;
  std::vector<std::string> command;
  std::map<std::string, Strategy> strategies;
  for (const StrategyName& each : strategy_names()) strategies[each.name] = each.strategy;
  sub.add_option("--strategy", options.strategy, "How schedules are chosen (default: mix)")
      ->transform(CLI::CheckedTransformer(strategies, CLI::ignore_case)
                      .description("mix, exhaustive, bounded, random, pct, pos or surw"));
  sub.add_option("--schedules", options.schedules_max, "Systematic schedules at most")
      ->capture_default_str();
  sub.add_option("--samples", options.samples, "Random schedules after these")
      ->capture_default_str();
  sub.add_option("--preemptions", options.preemptions_max, "Preemptions in one schedule at most")
      ->capture_default_str();
  sub.add_option("--seed", options.seed, "Seed of the random schedules")->capture_default_str();
  sub.add_option("--spurious", options.spurious_wakeups_max,
                 "Wake-ups that nobody asked for, in one schedule at most")
      ->capture_default_str();
  sub.add_flag("--timeouts", options.timeouts_any_time, "Time-outs may fire at any moment");
  sub.add_flag("--no-polling", options.polling_forbidden,
               "Waiting by sleeping or spinning is a failure");
  sub.add_flag("--races-are-choices", options.races_are_choices,
               "Go on where accesses race, and try what comes of it");
  sub.add_flag("--threads-end", settings.threads_end,
               "A thread that still runs when the program ends is a failure");
  sub.add_option("--replay", options.replay, "Run this schedule only, out of an earlier failure");
  sub.add_option("--json", settings.json_file, "Write the result with its story to this file");
  sub.add_option("command", command, "The program and its arguments, after --")->required();
  sub.footer("Exit status: 0 passed, 1 failed, 2 could not tell.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitPassed : kExitUnknown;
  }
  if (!settings.json_file.empty()) {
    settings.json_file = std::filesystem::absolute(settings.json_file).string();
  }
  settings.command = in_one_line(command);
  return run(command, settings);
}

}  // namespace interleave

int main(int argc, char** argv) { return interleave::run_tool(argc, argv); }
