#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "check.hpp"
#include "commands/commands.hpp"
#include "errors.hpp"
#include "progress.hpp"
#include "show.hpp"
#include "terminal.hpp"
#include "watcher.hpp"

namespace workbook {

Exercise named_or_next(const Workbook& workbook, const std::string& name) {
  if (!name.empty()) return workbook.find(name);
  const std::vector<Exercise> exercises = workbook.exercises();
  const Exercise* next = next_unsolved(workbook, exercises);
  return next == nullptr ? exercises.back() : *next;
}

namespace {

void print_where(const Workbook& workbook, const Exercise& exercise) {
  const Points sum = points(workbook);
  fmt::print("{}\n{}\n\n", progress_bar(sum.got, sum.all), heading(exercise));
}

std::string describe_or_sentence(const Workbook& workbook, const Exercise& exercise,
                                 std::string& verdict) {
  try {
    const Checked checked = check(workbook, exercise);
    verdict = checked.verdict;
    return describe(workbook, exercise, checked);
  } catch (const CannotTell& error) {
    // A file that is gone for a moment, or a full disk, must not end the session.
    verdict = kVerdictCouldNotTell;
    return std::string(error.what()) + "\n";
  }
}

[[noreturn]] void run_and_exit(const Workbook& workbook, const Exercise& exercise) {
  int status = kCouldNotTell;
  try {
    status = run_run(workbook, exercise.id, {});  // Returns only when it does not compile.
  } catch (const CannotTell& error) {
    fmt::print("{}\n", error.what());
  }
  std::fflush(stdout);
  _exit(status);
}

// One exercise, again at every save, until the student turns to another.
class Session {
 public:
  explicit Session(const Workbook& workbook) : workbook_(workbook), all_(workbook.exercises()) {}

  int run() {
    const KeyMode keys;
    const Exercise* exercise = next_unsolved(workbook_, all_);
    if (exercise == nullptr) exercise = &all_.back();
    while (exercise != nullptr) exercise = stay_with(*exercise);
    return exit_status_of(verdict_);
  }

 private:
  // Returns the exercise to go on with, or null to end.
  const Exercise* stay_with(const Exercise& exercise) {
    Watcher watcher(workbook_.root / exercise.student_header());
    show_check(exercise);
    for (;;) {
      const std::optional<char> key = watcher.wait();
      if (!key) {
        show_check(exercise);
      } else if (*key == 'q') {
        return nullptr;
      } else if (*key == 'n') {
        const Exercise* next = next_unsolved(workbook_, all_, exercise.id);
        if (next != nullptr && next->id != exercise.id) return next;
        fmt::print("{}\n", next == nullptr ? "Every exercise has passed."
                                           : "All others have passed: this one is left.");
      } else {
        obey(*key, exercise);
      }
      std::fflush(stdout);
    }
  }

  void show_check(const Exercise& exercise) {
    clear_screen();
    show_transient(fmt::format("{} {}: checking ...", exercise.id, exercise.name));
    const std::string text = describe_or_sentence(workbook_, exercise, verdict_);
    show_transient("");
    print_where(workbook_, exercise);
    fmt::print("{}", text);
    print_keys(exercise);
  }

  void print_keys(const Exercise& exercise) {
    if (verdict_ == kVerdictPassed) {
      const Exercise* next = next_unsolved(workbook_, all_, exercise.id);
      fmt::print("\n{}\n", next == nullptr ? green("Every exercise has passed.")
                                           : "next, with n: " + heading(*next));
    }
    fmt::print("\n{}\n", dim(fmt::format("watching {}   h hint   n next   r run   l list   q quit",
                                         exercise.student_header().string())));
    std::fflush(stdout);
  }

  void obey(char key, const Exercise& exercise) {
    try {
      if (key == 'h') run_hint(workbook_, exercise.id);
      if (key == 'l') run_list(workbook_);
      if (key == 'r') run_main(exercise);
    } catch (const CannotTell& error) {
      fmt::print("{}\n", error.what());
    }
  }

  // In a process of its own: Ctrl-C ends that one, and the session goes on.
  void run_main(const Exercise& exercise) {
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
      std::signal(SIGINT, SIG_DFL);
      run_and_exit(workbook_, exercise);
    }
    const auto before = std::signal(SIGINT, SIG_IGN);
    int status = 0;
    waitpid(child, &status, 0);
    std::signal(SIGINT, before);
    print_keys(exercise);
  }

  const Workbook& workbook_;
  const std::vector<Exercise> all_;
  std::string verdict_;
};

int check_once(const Workbook& workbook) {
  const Exercise exercise = named_or_next(workbook, "");
  print_where(workbook, exercise);
  const Checked checked = check(workbook, exercise);
  fmt::print("{}", describe(workbook, exercise, checked));
  const std::vector<Exercise> all = workbook.exercises();
  if (checked.verdict != kVerdictPassed) return exit_status_of(checked.verdict);
  const Exercise* next = next_unsolved(workbook, all, exercise.id);
  fmt::print("{}\n", next == nullptr ? "Every exercise has passed."
                                     : fmt::format("next: {}, with ./workbook", heading(*next)));
  return kPassed;
}

}  // namespace

int run_continue(const Workbook& workbook) {
  return interactive() ? Session(workbook).run() : check_once(workbook);
}

}  // namespace workbook
