#include <fmt/core.h>

#include "check.hpp"
#include "commands/commands.hpp"
#include "errors.hpp"
#include "process.hpp"
#include "progress.hpp"
#include "show.hpp"
#include "test_program.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

bool is_installed(const std::string& program) {
  try {
    return run({{program, "--version"}, {}}, std::chrono::seconds(10)).ok();
  } catch (const CannotTell&) {
    return false;
  }
}

// The test to step through: the one that is named, or the last that failed.
std::string test_to_debug(const Workbook& workbook, const Exercise& exercise,
                          const std::string& named) {
  if (!named.empty()) return named;
  const Progress progress = load_progress(workbook, exercise);
  if (progress.find("") != nullptr) return progress.told;
  throw CannotTell(
      fmt::format("There is no failure of {} to step through. Find one with: ./workbook check {}",
                  exercise.id, exercise.id));
}

// "BoundedQueue.KeepsTheOrder" is the function BoundedQueue_KeepsTheOrder_Test::TestBody.
std::string function_of(const std::string& test) {
  std::string name = test;
  const std::size_t dot = name.find('.');
  if (dot != std::string::npos) name[dot] = '_';
  return name + "_Test::TestBody";
}

// Stops where the test begins, so that breakpoints can be set, and again where the schedule fails.
Command gdb_for(const Workbook& workbook, const fs::path& program, const TestReport& failed) {
  Command command;
  command.words = {"gdb",
                   "-q",
                   "-x",
                   (workbook.root / "interleave" / "gdb" / "interleave.py").string(),
                   "-ex",
                   "tbreak " + function_of(failed.test),
                   "-ex",
                   "run",
                   "--args",
                   program.string(),
                   "--gtest_brief=1",
                   "--gtest_filter=" + failed.test};
  // A program with a single schedule has an empty string for it.
  const std::string schedule = failed.schedule.empty() ? "-" : failed.schedule;
  command.environment = {{"INTERLEAVE_CARRIER", "threads"}, {"INTERLEAVE_REPLAY", schedule}};
  return command;
}

std::string quoted(const std::string& word) {
  const bool plain = word.find_first_of(" '\"$`\\*?!()[]{}<>|&;#~") == std::string::npos;
  return plain && !word.empty() ? word : "'" + word + "'";
}

// As one would type it in a shell.
std::string in_shell(const Command& command) {
  std::string line;
  for (const auto& [name, value] : command.environment) line += name + "=" + quoted(value) + " ";
  for (const std::string& word : command.words) line += quoted(word) + " ";
  line.back() = '\n';
  return line;
}

void tell_how() {
  fmt::print(
      "gdb stops where the test begins, and where the failing schedule fails. Between:\n"
      "  break FILE:LINE   stop there, in whichever thread comes first\n"
      "  continue, next, step, print\n"
      "  lanes             where each thread stands\n"
      "  thread N, bt      look at another thread\n\n");
  std::fflush(stdout);
}

}  // namespace

int run_debug(const Workbook& workbook, const std::string& name, const std::string& named_test,
              bool print_only) {
  const Exercise exercise = named_or_next(workbook, name);
  const std::string test = test_to_debug(workbook, exercise, named_test);
  if (!print_only && !is_installed("gdb")) {
    throw CannotTell("gdb is not installed here. Install it with: sudo apt-get install gdb");
  }
  const Program program = build_program(workbook, {exercise, ProgramKind::kTestsForDebugger});
  if (!program.can_run()) {
    const Checked checked = checked_from(program);
    fmt::print("{}", describe(workbook, exercise, checked));
    return exit_status_of(checked.verdict);
  }
  const TestRun run = run_tests(program.path, {.only = find_test(exercise, program, test)});
  const TestReport* failed = first_not_passed(run);
  if (failed == nullptr) {
    fmt::print("{} passes: there is no failing schedule to step through.\n", test);
    return kPassed;
  }
  const Command command = gdb_for(workbook, program.path, *failed);
  if (print_only) {
    fmt::print("{}", in_shell(command));
    return kPassed;
  }
  tell_how();
  become(command);
}

}  // namespace workbook
