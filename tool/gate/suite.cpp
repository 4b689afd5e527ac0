#include "gate/suite.hpp"

#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <regex>
#include <thread>

#include "build.hpp"
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

std::size_t count(const std::vector<Variant>& variants, const std::string& id, VariantKind kind) {
  return static_cast<std::size_t>(std::count_if(
      variants.begin(), variants.end(),
      [&](const Variant& variant) { return variant.exercise.id == id && variant.kind == kind; }));
}

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// In a terminal a number that moves; elsewhere a line for each tenth.
BuildProgress progress_of(const char* what) {
  return [what, last_tenth = 0](int done, int all) mutable {
    show_transient(fmt::format("{}: {} of {}", what, done, all));
    const int tenth = all == 0 ? 0 : 10 * done / all;
    if (output_is_terminal() || all < 20 || tenth == last_tenth) return;
    last_tenth = tenth;
    fmt::print("{}: {} of {}\n", what, done, all);
    std::fflush(stdout);
  };
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

MistakePrograms::MistakePrograms(const fs::path& build_folder) {
  for (const std::string& line : lines_of(read_file(build_folder / "mistakes.txt"))) {
    if (!line.empty()) targets_.insert(line);
  }
}

Suite::Suite(const Workbook& workbook, fs::path build_folder, int runs)
    : workbook_(workbook), folder_(std::move(build_folder)), runs_(runs) {}

Tally Suite::build_all(const std::vector<std::string>& targets) {
  const Built built = build(workbook_.root, folder_, targets, progress_of("building"));
  show_transient("");
  times_.building = built.seconds;
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

Suite::Tried Suite::try_one(const Variant& variant) const {
  const Stopwatch stopwatch;
  const fs::path program = folder_ / variant.target;
  if (!fs::exists(program)) return {"was not built"};
  const std::string text = read_file(workbook_.root / variant.file);
  std::string first_outcome;
  for (int n = 1; n <= runs_; ++n) {
    const TestRun run = run_tests(program, options_for(variant));
    const std::string wrong = complaint(variant, text, run);
    if (!wrong.empty()) return {wrong, stopwatch.seconds()};
    if (n == 1) first_outcome = outcome_of(run);
    if (outcome_of(run) != first_outcome) {
      return {fmt::format("ended differently in run {}: {}, before: {}", n, outcome_of(run),
                          first_outcome)};
    }
  }
  return {"", stopwatch.seconds()};
}

std::vector<Suite::Tried> Suite::try_all(const std::vector<Variant>& variants) {
  show_transient("running the tests ...");
  const Stopwatch stopwatch;
  std::vector<Tried> tried(variants.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i; (i = next++) < variants.size();) {
      try {
        tried[i] = try_one(variants[i]);
      } catch (const CannotTell& error) {
        tried[i] = {error.what()};
      }
    }
  };
  std::vector<std::jthread> workers;
  for (unsigned n = 0; n < std::max(1U, std::thread::hardware_concurrency()); ++n) {
    workers.emplace_back(work);
  }
  workers.clear();
  show_transient("");
  times_.running = stopwatch.seconds();
  return tried;
}

Tally Suite::try_variants(const std::vector<Variant>& variants) {
  const std::vector<Tried> tried = try_all(variants);
  Tally tally;
  for (const Exercise& exercise : workbook_.exercises()) {
    double seconds = 0;
    std::size_t failed = 0;
    std::size_t all = 0;
    for (std::size_t i = 0; i < variants.size(); ++i) {
      if (variants[i].exercise.id != exercise.id) continue;
      ++all;
      seconds += tried[i].seconds;
      if (tried[i].complaint.empty()) continue;
      ++failed;
      tally.failures.push_back(variants[i].name() + ": " + tried[i].complaint);
    }
    if (all == 0) continue;
    tally.passed += static_cast<int>(all - failed);
    fmt::print("{}  {:<4} {:<16} stub, solution, {}, {}  ({:.1f} s)\n",
               failed == 0 ? green("ok  ") : red("FAIL"), exercise.id, exercise.name,
               counted(count(variants, exercise.id, VariantKind::kMistake), "mistake"),
               counted(count(variants, exercise.id, VariantKind::kAlternative), "alternative"),
               seconds);
  }
  std::fflush(stdout);
  return tally;
}

Tally Suite::run_ctest() {
  const Stopwatch stopwatch;
  show_transient("tests of the explorer and of the tool ...");
  const std::string cores = std::to_string(std::max(1U, std::thread::hardware_concurrency()));
  const Finished finished =
      run({{"ctest", "--test-dir", folder_.string(), "-j", cores, "--output-on-failure"}, {}},
          kCtestMax);
  show_transient("");
  times_.ctest = stopwatch.seconds();
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
  fmt::print("{}  tests of the explorer, the tool and the text: {}  ({:.1f} s)\n",
             failed == 0 ? green("ok  ") : red("FAIL"),
             counted(static_cast<std::size_t>(tally.passed + failed), "test"), times_.ctest);
  if (failed > 0) fmt::print("{}", finished.output);
  return tally;
}

}  // namespace workbook
