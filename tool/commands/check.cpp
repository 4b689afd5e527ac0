#include "check.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "build.hpp"
#include "commands/commands.hpp"
#include "errors.hpp"
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
  for (const Exercise& exercise : exercises) targets.push_back("student." + exercise.key());
  build(workbook.root, workbook.build_folder(), targets,
        [](int done, int all) { show_transient(fmt::format("compiling: {} of {}", done, all)); });
  show_transient("");
}

json to_json(const TestReport& test) {
  return {{"test", test.test},         {"verdict", test.verdict},   {"seen", test.seen},
          {"headline", test.headline}, {"schedule", test.schedule}, {"ms", test.ms}};
}

json to_json(const Exercise& exercise, const Checked& checked) {
  json tests = json::array();
  for (const TestReport& test : checked.run.tests) tests.push_back(to_json(test));
  return {{"id", exercise.id},
          {"name", exercise.name},
          {"verdict", checked.verdict},
          {"points", checked.verdict == kVerdictPassed ? exercise.points : 0},
          {"points_max", exercise.points},
          {"seconds", checked.seconds},
          {"compiler_output", checked.compiler_output},
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

}  // namespace

int run_check(const Workbook& workbook, const std::vector<std::string>& names, bool as_json) {
  const std::vector<Exercise> exercises = chosen(workbook, names);
  build_together(workbook, exercises);
  int status = kPassed;
  json results = json::array();
  for (const Exercise& exercise : exercises) {
    const Checked checked = check(workbook, exercise);
    status = worse(status, exit_status_of(checked.verdict));
    if (as_json) {
      results.push_back(to_json(exercise, checked));
    } else {
      fmt::print("{}{}", describe(workbook, exercise, checked), exercises.size() > 1 ? "\n" : "");
      std::fflush(stdout);
    }
  }
  if (as_json) {
    const json all = {{"status", status}, {"exercises", results}};
    fmt::print("{}\n", all.dump(2, ' ', false, json::error_handler_t::replace));
  } else {
    print_next_step(workbook, exercises, status);
  }
  return status;
}

}  // namespace workbook
