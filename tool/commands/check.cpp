#include "check.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "build.hpp"
#include "commands/commands.hpp"
#include "errors.hpp"
#include "live.hpp"
#include "progress.hpp"
#include "show.hpp"
#include "terminal.hpp"

namespace workbook {

using nlohmann::json;

namespace {

std::vector<Exercise> chosen(const Workbook& workbook, const std::vector<std::string>& names) {
  if (names.empty()) return workbook.exercises();
  std::vector<Exercise> exercises;
  for (const std::string& name : names) exercises.push_back(workbook.find(name));
  return exercises;
}

// Compiles all of them at once, for speed alone: each check then reports its own errors.
void build_together(const Workbook& workbook, const std::vector<Exercise>& exercises) {
  if (exercises.size() < 2) return;
  std::vector<std::string> targets;
  for (const Exercise& exercise : exercises) targets.push_back(Candidate{exercise}.target());
  build(workbook.root, workbook.build_folder(), targets,
        [](int done, int all) { show_transient(fmt::format("compiling: {} of {}", done, all)); });
  show_transient("");
}

json to_json(const TestReport& test) {
  return {{"test", test.test},         {"verdict", words_for(test.verdict)},
          {"seen", test.seen},         {"complete", test.complete},
          {"ended_by", test.ended_by}, {"schedules", test.schedules},
          {"headline", test.headline}, {"schedule", test.schedule},
          {"story", test.data},        {"ms", test.ms}};
}

json to_json(const Exercise& exercise, const Checked& checked) {
  json tests = json::array();
  for (const TestReport& test : checked.run.tests) tests.push_back(to_json(test));
  const auto use = checked.forbidden.value_or(ForbiddenUse());
  return {
      {"id", exercise.id},
      {"name", exercise.name},
      {"verdict", words_for(checked.verdict)},
      {"points", checked.verdict == Verdict::kPass ? exercise.points : 0},
      {"points_max", exercise.points},
      {"seconds", checked.seconds},
      {"compiler_output", checked.compiler_output},
      {"forbidden", checked.forbidden ? json{{"line", use.line}, {"found", use.found}} : json()},
      {"tests_left", checked.run.left()},
      {"tests", tests}};
}

// Could not tell outweighs failed, and failed outweighs passed.
int worse(int a, int b) { return std::max(a, b); }

void print_next_step(const Workbook& workbook, const std::vector<Exercise>& exercises, int status) {
  if (exercises.size() > 1) {
    const Points sum = points(workbook);
    fmt::print("{}\n", progress_bar(sum.got, sum.all));
  } else if (status == kPassed) {
    const std::vector<Exercise> all = workbook.exercises();
    const Exercise* next = next_unsolved(workbook, all, exercises.front().id);
    if (next != nullptr) fmt::print("next: {}, with ./workbook\n", heading(*next));
  }
}

Checked check_aloud(const Workbook& workbook, const Exercise& exercise, const Telling& telling) {
  Live live(exercise);
  const Checked checked = check(workbook, exercise, live.listeners());
  live.finish();
  fmt::print("{}", describe(workbook, exercise, checked, telling));
  std::fflush(stdout);
  return checked;
}

int check_all(const Workbook& workbook, const std::vector<Exercise>& exercises,
              const Telling& telling) {
  int status = kPassed;
  for (const Exercise& exercise : exercises) {
    const Checked checked = check_aloud(workbook, exercise, telling);
    status = worse(status, exit_status_of(checked.verdict));
    if (exercises.size() > 1) fmt::print("\n");
  }
  print_next_step(workbook, exercises, status);
  return status;
}

int check_as_json(const Workbook& workbook, const std::vector<Exercise>& exercises) {
  int status = kPassed;
  json results = json::array();
  for (const Exercise& exercise : exercises) {
    const Checked checked = check(workbook, exercise);
    status = worse(status, exit_status_of(checked.verdict));
    results.push_back(to_json(exercise, checked));
  }
  const json all = {{"status", status}, {"exercises", results}};
  fmt::print("{}\n", all.dump(2, ' ', false, json::error_handler_t::replace));
  return status;
}

// Exercises are written small, or as numbers; tests begin with a capital.
bool is_test_name(const std::string& word) {
  return !word.empty() && word.front() >= 'A' && word.front() <= 'Z';
}

// Says what it stands on: a failure may be that one's.
int check_one_on_own(const Workbook& workbook, const Exercise& exercise, const Telling& telling) {
  Live live(exercise);
  const Checked checked = check_on_own(workbook, exercise, live.listeners());
  live.finish();
  fmt::print("On your own {}:\n\n{}", fmt::join(exercise.uses, ", "),
             describe(workbook, exercise, checked, telling));
  return exit_status_of(checked.verdict);
}

}  // namespace

int check_one_test(const Workbook& workbook, const Exercise& exercise, const std::string& test,
                   const std::string& schedule) {
  const Checked checked = check_test(workbook, exercise, test, schedule);
  const TestReport* failed = first_not_passed(checked.run);
  if (failed != nullptr && checked.verdict != Verdict::kUnknown) {
    fmt::print("{}\n{}", tell_story(*failed), what_next(exercise, *failed, /*are_more=*/false));
  } else if (checked.verdict == Verdict::kPass) {
    const std::string how = schedule.empty() ? "" : " under the schedule it failed under";
    fmt::print("{} passes{}. All tests: ./workbook check {}\n", checked.run.tests.front().test, how,
               exercise.id);
  } else {
    fmt::print("{}", describe(workbook, exercise, checked));
  }
  return exit_status_of(checked.verdict);
}

int run_check(const Workbook& workbook, const CheckOptions& options) {
  const Telling telling{.all_stories = options.all_stories,
                        .whole_compiler_output = options.whole_compiler_output};
  if (options.on_own) {
    if (options.words.size() > 1 || options.as_json) {
      throw CannotTell("--own goes with one exercise: ./workbook check 2.4 --own");
    }
    const std::string name = options.words.empty() ? "" : options.words.front();
    Telling of_own = telling;
    of_own.can_go_on = false;
    return check_one_on_own(workbook, named_or_next(workbook, name), of_own);
  }
  std::vector<std::string> names = options.words;
  const auto tests = std::stable_partition(
      names.begin(), names.end(), [](const std::string& word) { return !is_test_name(word); });
  const std::vector<std::string> named_tests(tests, names.end());
  names.erase(tests, names.end());
  if (!named_tests.empty()) {
    if (names.size() > 1 || named_tests.size() > 1 || options.as_json) {
      throw CannotTell("One test of one exercise: ./workbook check 1.3 BoundedQueue.KeepsOrder");
    }
    const Exercise exercise = named_or_next(workbook, names.empty() ? "" : names.front());
    return check_one_test(workbook, exercise, named_tests.front());
  }
  const std::vector<Exercise> exercises = chosen(workbook, names);
  build_together(workbook, exercises);
  if (options.as_json) return check_as_json(workbook, exercises);
  return check_all(workbook, exercises, telling);
}

}  // namespace workbook
