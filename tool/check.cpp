#include "check.hpp"

#include <fmt/core.h>

#include <chrono>

#include "errors.hpp"
#include "nearest_name.hpp"
#include "progress.hpp"
#include "text.hpp"

namespace workbook {

namespace {

// Two processes halve the time of the long tests; one more process costs a few milliseconds.
constexpr int kShards = 2;

constexpr std::chrono::seconds kListMax{10};

std::vector<ReplayableFailure> replayable(const TestRun& run) {
  std::vector<ReplayableFailure> failures;
  for (const TestReport& test : run.tests) {
    if (!test.passed() && test.can_be_replayed()) failures.push_back({test.test, test.schedule});
  }
  return failures;
}

void remember(const Workbook& workbook, const Exercise& exercise, const Checked& checked) {
  Progress progress = load_progress(workbook, exercise);
  progress.verdict = checked.verdict;
  progress.failures = replayable(checked.run);
  const TestReport* test = first_not_passed(checked.run);
  progress.told = test == nullptr ? "" : test->test;
  save_progress(workbook, exercise, progress);
}

// Of a test that was run alone. What is known of the others stays.
void remember_one(const Workbook& workbook, const Exercise& exercise, const Checked& checked) {
  Progress progress = load_progress(workbook, exercise);
  for (const ReplayableFailure& failure : replayable(checked.run)) progress.add(failure);
  const TestReport* test = first_not_passed(checked.run);
  if (test != nullptr) progress.told = test->test;
  save_progress(workbook, exercise, progress);
}

class Stopwatch {
 public:
  double seconds() const {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start_;
    return took.count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Checked check_program(const Workbook& workbook, const Candidate& candidate,
                      const CheckListeners& listeners) {
  const Stopwatch stopwatch;
  const Program program =
      build_program(workbook, candidate, listeners.on_build, listeners.tests.attention);
  Checked checked = checked_from(program);
  if (program.can_run()) {
    checked.run = run_tests(program.path, {.shards = kShards, .leave_rest = true}, listeners.tests);
    checked.verdict = verdict_of(checked.run);
  }
  checked.seconds = stopwatch.seconds();
  return checked;
}

// "Journal.Keeps" out of GoogleTest's list: "Journal." on a line, "  Keeps" below it.
std::vector<std::string> tests_of(const Program& program) {
  const Finished finished = run({{program.path.string(), "--gtest_list_tests"}, {}}, kListMax);
  std::vector<std::string> names;
  std::string suite;
  for (const std::string& line : lines_of(finished.output)) {
    if (!line.starts_with(' ')) {
      suite = trimmed(line);
    } else if (suite.ends_with('.')) {
      names.push_back(suite + trimmed(line));
    }
  }
  return names;
}

}  // namespace

Checked checked_from(const Program& program) {
  Checked checked;
  checked.verdict = program.verdict;
  checked.compiler_output = program.built.output;
  checked.forbidden = program.forbidden;
  checked.seconds = checked.build_seconds = program.built.seconds;
  return checked;
}

Checked check(const Workbook& workbook, const Exercise& exercise, const CheckListeners& listeners) {
  const Checked checked = check_program(workbook, {exercise}, listeners);
  remember(workbook, exercise, checked);
  return checked;
}

Checked check_on_own(const Workbook& workbook, const Exercise& exercise,
                     const CheckListeners& listeners) {
  if (exercise.uses.empty()) {
    throw CannotTell(
        fmt::format("{} stands on no earlier exercise: leave --own out.", exercise.id));
  }
  return check_program(workbook, {exercise, ProgramKind::kTestsOnOwn}, listeners);
}

Checked check_test(const Workbook& workbook, const Exercise& exercise, const std::string& test,
                   const std::string& schedule) {
  const Stopwatch stopwatch;
  const Program program = build_program(workbook, {exercise});
  Checked checked = checked_from(program);
  if (program.can_run()) {
    const std::string name = find_test(exercise, program, test);
    checked.run = run_tests(program.path, {.only = name, .replay = schedule});
    checked.verdict = verdict_of(checked.run);
    remember_one(workbook, exercise, checked);
  }
  checked.seconds = stopwatch.seconds();
  return checked;
}

std::string find_test(const Exercise& exercise, const Program& program, const std::string& text) {
  const std::vector<std::string> names = tests_of(program);
  std::vector<std::string> short_names;
  for (const std::string& name : names) {
    short_names.push_back(name.substr(name.find('.') + 1));
    if (text == name || text == short_names.back()) return name;
  }
  std::string nearest = nearest_name(text, names);
  if (nearest.empty()) nearest = nearest_name(text, short_names);
  throw CannotTell(fmt::format("{} has no test '{}'.{}", exercise.id, text,
                               nearest.empty() ? "" : " Did you mean " + nearest + "?"));
}

int exit_status_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return kPassed;
    case Verdict::kUnknown:
    case Verdict::kDoesNotCompile:
      return kCouldNotTell;
    default:
      return kFailed;
  }
}

}  // namespace workbook
