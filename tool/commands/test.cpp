#include <fmt/core.h>

#include <algorithm>

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

std::string preset_for(const GateOptions& options) {
  if (options.compiler != "clang") return "all";
  return options.every_mistake_with_clang ? "all-clang" : "quarter-clang";
}

// Of those that this build knows: with clang a quarter of the mistakes.
std::vector<Variant> chosen_variants(const Workbook& workbook, const MistakePrograms& programs,
                                     const std::string& exercise) {
  const std::string id = exercise.empty() ? "" : workbook.find(exercise).id;
  std::vector<Variant> variants = all_variants(workbook);
  std::erase_if(variants, [&](const Variant& variant) {
    if (!id.empty() && variant.exercise.id != id) return true;
    return variant.kind == VariantKind::kMistake && !programs.has(variant.target);
  });
  return variants;
}

// Without an exercise: everything that there is.
std::vector<std::string> targets_of(const std::vector<Variant>& variants, bool everything) {
  std::vector<std::string> targets;
  if (everything) return targets;
  for (const Variant& variant : variants) targets.push_back(variant.target);
  return targets;
}

void print_failures(const Tally& tally) {
  for (const std::string& failure : tally.failures) {
    fmt::print("\n{} {}\n", red("FAIL"), trimmed(failure));
  }
}

// Where the time went, for whoever wants less of it.
void print_times(const Times& times) {
  fmt::print("\ntime: {:.0f} s building, {:.0f} s running", times.building, times.running);
  if (times.ctest > 0) {
    fmt::print(", {:.0f} s tests of the explorer, the tool and the text", times.ctest);
  }
  fmt::print("\n");
}

}  // namespace

int run_test(const Workbook& workbook, const GateOptions& options) {
  const fs::path folder = configure(workbook.root, preset_for(options));
  const MistakePrograms programs(folder);
  const std::vector<Variant> variants = chosen_variants(workbook, programs, options.exercise);
  const bool everything = options.exercise.empty();
  Suite suite(workbook, folder, options.runs);
  Tally tally = suite.build_all(targets_of(variants, everything));
  tally.add(suite.try_variants(variants));
  if (everything) tally.add(suite.run_ctest());
  print_failures(tally);
  print_times(suite.times());
  fmt::print("\n{} passed, {} failed\n", tally.passed, tally.failures.size());
  return tally.failures.empty() ? kPassed : kFailed;
}

}  // namespace workbook
