#include "gate/suite.hpp"

#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <regex>
#include <thread>

#include "errors.hpp"
#include "gate/judge.hpp"
#include "process.hpp"
#include "terminal.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::minutes kCtestMax{60};

// Verdict and schedule of a run in one line: two runs of one variant must agree in it.
std::string outcome_of(const TestRun& run) {
  const TestReport* test = first_not_passed(run);
  if (test == nullptr) return std::string(words_for(verdict_of(run)));
  return fmt::format("{} in {} by {}", verdict_of(run), test->test, test->schedule);
}

// Every test of a stub and of what must pass counts; a mistake is judged by its first failure.
TestProgramOptions options_for(const Variant& variant) {
  return {.fail_fast = variant.kind == VariantKind::kMistake};
}

// Returns "" or what is wrong.
std::string try_variant(const Workbook& workbook, const fs::path& build_folder,
                        const Variant& variant, int runs) {
  const fs::path program = build_folder / variant.target;
  if (!fs::exists(program)) return "was not built";
  const std::string text = read_file(workbook.root / variant.file);
  std::string first_outcome;
  for (int n = 1; n <= runs; ++n) {
    const TestRun run = run_tests(program, options_for(variant));
    const std::string wrong = complaint(variant, text, run);
    if (!wrong.empty()) return wrong;
    if (n == 1) first_outcome = outcome_of(run);
    if (outcome_of(run) != first_outcome) {
      return fmt::format("ended differently in run {}: {}, before: {}", n, outcome_of(run),
                         first_outcome);
    }
  }
  return "";
}

// Tries `variants` on all cores; returns a complaint or "" for each.
std::vector<std::string> try_all(const Workbook& workbook, const fs::path& build_folder,
                                 const std::vector<Variant>& variants, int runs) {
  std::vector<std::string> complaints(variants.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i; (i = next++) < variants.size();) {
      try {
        complaints[i] = try_variant(workbook, build_folder, variants[i], runs);
      } catch (const CannotTell& error) {
        complaints[i] = error.what();
      }
    }
  };
  std::vector<std::jthread> workers;
  for (unsigned n = 0; n < std::max(1U, std::thread::hardware_concurrency()); ++n) {
    workers.emplace_back(work);
  }
  workers.clear();
  return complaints;
}

std::vector<Variant> of_exercise(const std::vector<Variant>& variants, const std::string& id) {
  std::vector<Variant> own;
  for (const Variant& variant : variants) {
    if (variant.exercise.id == id) own.push_back(variant);
  }
  return own;
}

std::size_t count(const std::vector<Variant>& variants, VariantKind kind) {
  std::size_t n = 0;
  for (const Variant& variant : variants) n += variant.kind == kind ? 1 : 0;
  return n;
}

Tally judge_exercise(const Workbook& workbook, const fs::path& build_folder,
                     const Exercise& exercise, const std::vector<Variant>& variants, int runs) {
  show_transient(fmt::format("{} {} ...", exercise.id, exercise.name));
  const auto start = std::chrono::steady_clock::now();
  const std::vector<std::string> complaints = try_all(workbook, build_folder, variants, runs);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  Tally tally;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    if (complaints[i].empty()) {
      ++tally.passed;
    } else {
      tally.failures.push_back(variants[i].name() + ": " + complaints[i]);
    }
  }
  show_transient("");
  fmt::print("{}  {:<4} {:<16} stub, solution, {}, {}  ({:.1f} s)\n",
             tally.failures.empty() ? green("ok  ") : red("FAIL"), exercise.id, exercise.name,
             counted(count(variants, VariantKind::kMistake), "mistake"),
             counted(count(variants, VariantKind::kAlternative), "alternative"), took.count());
  std::fflush(stdout);
  return tally;
}

// Reads CTest's list of failures at the end: "  3 - tidy (Failed)". What was skipped stands in one
// like it, and is no failure.
std::vector<std::string> failed_tests(const std::string& output) {
  static const std::regex line(R"(\s+\d+ - (\S+) \((?!Skipped).*\))");
  std::vector<std::string> failed;
  for (const std::string& text : lines_of(output)) {
    std::smatch found;
    if (std::regex_match(text, found, line)) failed.push_back(found[1]);
  }
  return failed;
}

}  // namespace

void Tally::add(const Tally& other) {
  passed += other.passed;
  failures.insert(failures.end(), other.failures.begin(), other.failures.end());
}

Tally try_variants(const Workbook& workbook, const fs::path& build_folder,
                   const std::vector<Variant>& variants, int runs) {
  Tally tally;
  for (const Exercise& exercise : workbook.exercises()) {
    const std::vector<Variant> own = of_exercise(variants, exercise.id);
    tally.add(judge_exercise(workbook, build_folder, exercise, own, runs));
  }
  return tally;
}

Tally run_ctest(const fs::path& build_folder) {
  show_transient("tests of the explorer and of the tool ...");
  const std::string cores = std::to_string(std::max(1U, std::thread::hardware_concurrency()));
  const Finished finished =
      run({{"ctest", "--test-dir", build_folder.string(), "-j", cores, "--output-on-failure"}, {}},
          kCtestMax);
  show_transient("");
  static const std::regex summary(R"(\d+% tests passed, (\d+) tests? failed out of (\d+))");
  std::smatch found;
  Tally tally;
  if (!std::regex_search(finished.output, found, summary)) {
    tally.failures.push_back("ctest: " + trimmed(finished.output));
    return tally;
  }
  const int failed = std::stoi(found[1]);
  tally.passed = std::stoi(found[2]) - failed;
  for (const std::string& name : failed_tests(finished.output)) tally.failures.push_back(name);
  fmt::print("{}  tests of the explorer, the tool and the text: {}\n",
             failed == 0 ? green("ok  ") : red("FAIL"),
             counted(static_cast<std::size_t>(tally.passed + failed), "test"));
  if (failed > 0) fmt::print("{}", finished.output);
  return tally;
}

}  // namespace workbook
