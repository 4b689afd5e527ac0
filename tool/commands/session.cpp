#include "commands/session.hpp"

#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "commands/commands.hpp"
#include "errors.hpp"
#include "progress.hpp"
#include "show.hpp"
#include "text.hpp"

namespace workbook {

namespace {

std::vector<const TestReport*> failed_tests(const TestRun& run) {
  std::vector<const TestReport*> failed;
  for (const TestReport& test : run.tests) {
    if (!test.passed() && test.verdict != Verdict::kNotWritten) failed.push_back(&test);
  }
  return failed;
}

// In a process of its own: the program that it becomes has its own end.
[[noreturn]] void become_program(const Workbook& workbook, const Exercise& exercise, char key) {
  int status = kCouldNotTell;
  try {
    // They return only when there is no program to become.
    status = key == 'd' ? run_debug(workbook, exercise.id, "", /*print_only=*/false)
                        : run_run(workbook, exercise.id, {});
  } catch (const CannotTell& error) {
    fmt::print("{}\n", error.what());
  }
  std::fflush(stdout);
  _exit(status);
}

}  // namespace

Session::Session(const Workbook& workbook) : workbook_(workbook), all_(workbook.exercises()) {}

int Session::run() {
  keys_.emplace();
  const Exercise* exercise = next_unsolved(workbook_, all_);
  if (exercise == nullptr) exercise = &all_.back();
  while (exercise != nullptr) exercise = stay_with(*exercise);
  return exit_status_of(checked_.verdict);
}

// Returns the exercise to go on with, or null to end.
const Exercise* Session::stay_with(const Exercise& exercise) {
  Watcher watcher(workbook_.root / exercise.student_header());
  for (Event event{Watcher::Kind::kSaved};;) {
    if (event.kind == Watcher::Kind::kSaved) {
      event = show_check(exercise, watcher);
      continue;
    }
    if (event.key == 'q') return nullptr;
    if (event.key == 'n' && another(exercise) != nullptr) return another(exercise);
    obey(event.key, exercise);
    std::fflush(stdout);
    event = watcher.wait();
  }
}

// The next one to solve besides this one; null if there is none.
const Exercise* Session::another(const Exercise& exercise) const {
  const Exercise* next = next_unsolved(workbook_, all_, exercise.id);
  return next == nullptr || next->id == exercise.id ? nullptr : next;
}

// Returns what came next: what stopped the check, or what was waited for after its end.
Session::Event Session::show_check(const Exercise& exercise, Watcher& watcher) {
  clear_screen();
  const Points sum = points(workbook_);
  fmt::print("{}\n{}\n\n", progress_bar(sum.got, sum.all), heading(exercise));
  try {
    Attention attention{watcher.descriptors(), {}};
    Live live(exercise, &attention);
    attention.stops = [&] { return stops_check(watcher.look(), exercise, live); };
    check_and_describe(exercise, live);
  } catch (const Interrupted&) {
    return stopped_by_;
  }
  print_keys(exercise);
  if (later_) return {Watcher::Kind::kKey, *std::exchange(later_, std::nullopt)};
  return watcher.wait();
}

// What needs no check is done meanwhile. A save begins a new check; what goes on from this one's
// result waits for it.
bool Session::stops_check(const Event& event, const Exercise& exercise, const Live& live) {
  stopped_by_ = event;
  if (event.kind == Watcher::Kind::kNothing) return false;
  if (event.kind == Watcher::Kind::kSaved || event.key == 'q') return true;
  if (event.key == 'n' && another(exercise) != nullptr) return true;
  if (event.key == 'h' || event.key == 'l' || event.key == 'n') {
    live.hide();
    obey(event.key, exercise);
    live.show();
  } else {
    later_ = event.key;
  }
  return false;
}

void Session::check_and_describe(const Exercise& exercise, Live& live) {
  checked_ = Checked();
  told_.clear();
  try {
    checked_ = check(workbook_, exercise, live.listeners());
    live.finish();
    fmt::print("{}", describe(workbook_, exercise, checked_));
    const TestReport* first = first_not_passed(checked_.run);
    if (first != nullptr) told_ = first->test;
  } catch (const CannotTell& error) {
    // A file that is gone for a moment, or a full disk, must not end the session.
    live.finish();
    fmt::print("{}\n", error.what());
  }
}

void Session::print_keys(const Exercise& exercise) const {
  if (checked_.verdict == Verdict::kPass) {
    const Exercise* next = next_unsolved(workbook_, all_, exercise.id);
    fmt::print("\n{}\n", next == nullptr ? green("Every exercise has passed.")
                                         : "next, with n: " + heading(*next));
  }
  std::string keys = "h hint   n next   ";
  if (failed_tests(checked_.run).size() > 1) keys += "s other story   ";
  if (!told_.empty() && checked_.verdict != Verdict::kNotWritten) keys += "p replay   d debug   ";
  keys += "r run   l list   q quit";
  const std::string header = exercise.student_header().string();
  fmt::print("\n{}\n{}\n", dim("watching " + header), dim(keys));
  std::fflush(stdout);
}

void Session::obey(char key, const Exercise& exercise) {
  try {
    if (key == 'h') tell_hint(workbook_, exercise, "one more: h");
    if (key == 'l') run_list(workbook_);
    if (key == 's') tell_another_story(exercise);
    if (key == 'p') run_replay(workbook_, exercise.id, "");
    if (key == 'd' || key == 'r') run_apart(exercise, key);
  } catch (const CannotTell& error) {
    fmt::print("{}\n", error.what());
  }
  if (key == 'n') {
    fmt::print("{}\n", next_unsolved(workbook_, all_) == nullptr
                           ? "Every exercise has passed."
                           : "All others have passed: this one is left.");
  }
  print_keys(exercise);
}

void Session::tell_another_story(const Exercise& exercise) {
  const std::vector<const TestReport*> failed = failed_tests(checked_.run);
  if (failed.empty()) return fmt::print("No test failed: there is no story.\n");
  auto at = std::find_if(failed.begin(), failed.end(),
                         [&](const TestReport* test) { return test->test == told_; });
  if (at == failed.end() || ++at == failed.end()) at = failed.begin();
  told_ = (*at)->test;
  Progress progress = load_progress(workbook_, exercise);
  progress.told = told_;
  save_progress(workbook_, exercise, progress);
  fmt::print("\n{}", tell_story(**at));
}

// Ctrl-C ends that program, and the session goes on.
void Session::run_apart(const Exercise& exercise, char key) {
  std::fflush(stdout);
  keys_.reset();
  const pid_t child = fork();
  if (child == 0) become_program(workbook_, exercise, key);
  const auto before = std::signal(SIGINT, SIG_IGN);
  int status = 0;
  waitpid(child, &status, 0);
  std::signal(SIGINT, before);
  keys_.emplace();
}

}  // namespace workbook
