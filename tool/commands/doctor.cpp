#include <fmt/core.h>

#include <optional>

#include "build.hpp"
#include "commands/commands.hpp"
#include "errors.hpp"
#include "process.hpp"
#include "terminal.hpp"
#include "text.hpp"

namespace workbook {

namespace {

constexpr std::chrono::seconds kAnswerMax{10};

struct Need {
  std::string program;
  std::string what_for;
  bool optional = false;
};

void print_line(bool fine, bool optional, const std::string& what, const std::string& detail) {
  const std::string mark = fine ? green("ok  ") : optional ? yellow("none") : red("MISS");
  fmt::print("  {}  {:<22} {}\n", mark, what, detail);
}

// Returns the first line of `program --version`, or nothing when it is not installed.
std::optional<std::string> version_of(const std::string& program) {
  try {
    const Finished finished = run({{program, "--version"}, {}}, kAnswerMax);
    const std::vector<std::string> lines = lines_of(finished.output);
    if (finished.ok() && !lines.empty()) return lines.front();
  } catch (const CannotTell&) {
  }
  return {};
}

bool check_program(const Need& need) {
  const std::optional<std::string> version = version_of(need.program);
  print_line(version.has_value(), need.optional, need.program, version.value_or(need.what_for));
  return version || need.optional;
}

// Libraries were found when the build was set up; CMake's cache says where.
bool check_configured(const Workbook& workbook) {
  const bool configured = std::filesystem::exists(workbook.build_folder() / "build.ninja");
  print_line(configured, false, "build/student",
             configured ? "set up: all libraries were found" : "not set up: start ./workbook");
  return configured;
}

bool check_explorer(const Workbook& workbook) {
  const Built built = build(workbook.root, workbook.build_folder(), {"explorer_probe"});
  if (!built.ok) {
    print_line(false, false, "the explorer", "does not compile:");
    fmt::print("{}", indented(built.output, 8));
    return false;
  }
  const auto probe = workbook.build_folder() / "tests" / "support" / "explorer_probe";
  const Finished finished = run({{probe.string()}, {}}, kAnswerMax);
  const std::string said = trimmed(finished.output);
  print_line(finished.ok(), false, "the explorer",
             finished.ok() ? "starts: it saw " + said + " of two threads and a mutex"
                           : "does not start here: " + said);
  return finished.ok();
}

}  // namespace

int run_doctor(const Workbook& workbook) {
  const Need needs[] = {
      {"g++", "the compiler"},
      {"cmake", "sets up the build"},
      {"ninja", "builds"},
      {"gdb", "the debugger, for ./workbook debug", true},
      {"clang++", "a second compiler, for ./workbook test --compiler clang", true}};
  bool fine = true;
  for (const Need& need : needs) fine = check_program(need) && fine;
  fine = check_configured(workbook) && fine;
  fine = check_explorer(workbook) && fine;
  fmt::print("\n{}\n", fine ? "All is well." : "Something is missing: see above.");
  return fine ? kPassed : kCouldNotTell;
}

}  // namespace workbook
