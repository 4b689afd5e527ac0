#include <fmt/core.h>

#include "build.hpp"
#include "commands/commands.hpp"
#include "errors.hpp"
#include "gate/suite.hpp"
#include "gate/variant.hpp"
#include "terminal.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

std::string preset_for(const std::string& compiler) {
  return compiler == "clang" ? "all-clang" : "all";
}

// Builds everything. A part that does not compile is one failure, with what the compiler said.
Tally build_everything(const Workbook& workbook, const fs::path& folder) {
  const bool terminal = output_is_terminal();
  int last_tenth = 0;
  const Built built = build(workbook.root, folder, {}, [&](int done, int all) {
    show_transient(fmt::format("building: {} of {}", done, all));
    const int tenth = all == 0 ? 0 : 10 * done / all;
    if (terminal || all < 20 || tenth == last_tenth) return;
    last_tenth = tenth;
    fmt::print("building: {} of {}\n", done, all);
    std::fflush(stdout);
  });
  show_transient("");
  fmt::print("{}  built without a warning  ({:.1f} s)\n", built.ok ? green("ok  ") : red("FAIL"),
             built.seconds);
  std::fflush(stdout);
  Tally tally;
  if (built.ok) {
    tally.passed = 1;
  } else {
    tally.failures.push_back("build:\n" + built.output);
  }
  return tally;
}

void print_failures(const Tally& tally) {
  for (const std::string& failure : tally.failures) {
    fmt::print("\n{} {}\n", red("FAIL"), trimmed(failure));
  }
}

}  // namespace

int run_test(const Workbook& workbook, const GateOptions& options) {
  const fs::path folder = configure(workbook.root, preset_for(options.compiler));
  Tally tally = build_everything(workbook, folder);
  tally.add(try_variants(workbook, folder, all_variants(workbook), options.runs));
  tally.add(run_ctest(folder));
  print_failures(tally);
  fmt::print("\n{} passed, {} failed\n", tally.passed, tally.failures.size());
  return tally.failures.empty() ? kPassed : kFailed;
}

}  // namespace workbook
