#include <fmt/core.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <thread>

#include "commands/commands.hpp"
#include "errors.hpp"
#include "grade/class.hpp"
#include "grade/diff.hpp"
#include "grade/selftest.hpp"
#include "terminal.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Isolation isolation_for(const GradeOptions& options) {
  const Isolation isolation = probe_isolation();
  if (options.required_isolation == "bubblewrap" && isolation != Isolation::kBubblewrap) {
    throw CannotTell(
        "Here bubblewrap does not work, and --require-isolation asks for it. Is it installed "
        "(apt-get install bubblewrap)? Does this machine allow user namespaces?");
  }
  return isolation;
}

fs::path out_of(const GradeOptions& options) {
  if (!options.out.empty()) return options.out;
  std::string folder = options.folder;
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder + "-results";
}

std::string time_text(double seconds) {
  return seconds < 90 ? fmt::format("{:.0f} s", seconds) : fmt::format("{:.0f} min", seconds / 60);
}

// In a terminal a line that changes; elsewhere a line for each tenth.
auto progress_line(Clock::time_point start) {
  return [start, last_tenth = std::size_t{0}](std::size_t done, std::size_t all) mutable {
    const double left = seconds_since(start) * static_cast<double>(all - done) /
                        static_cast<double>(std::max<std::size_t>(done, 1));
    const std::string text = fmt::format("judged {} of {}, about {} left", done,
                                         counted(all, "answer"), time_text(left));
    if (output_is_terminal()) return show_transient(text);
    const std::size_t tenth = done * 10 / all;
    if (all < 20 || tenth == last_tenth) return;
    last_tenth = tenth;
    fmt::print("{}\n", text);
    std::fflush(stdout);
  };
}

// What may differ from one run to the next stands here, and in no other file.
void write_run(const Gradebook& gradebook, const GradeOptions& options, Isolation isolation,
               const ClassResult& result, double seconds) {
  utsname machine{};
  uname(&machine);
  write_file(gradebook.folder() / "run.json",
             dumped({{"isolation", name_of(isolation)},
                     {"slots", options.slots},
                     {"processors", std::thread::hardware_concurrency()},
                     {"system", fmt::format("{} {}", machine.sysname, machine.release)},
                     {"submissions", result.records.size()},
                     {"answers_judged", result.judged},
                     {"answers_remembered", result.remembered},
                     {"seconds", std::round(seconds * 10) / 10},
                     {"complaints", result.complaints}}));
}

void print_result(const Gradebook& gradebook, const ClassResult& result, double seconds) {
  for (const Record& record : result.records) {
    fmt::print("  {:<24} {:>6} of {} points{}\n", record.student, points_text(record.points()),
               record.points_max(), record.flags() > 0 ? "  flagged" : "");
  }
  const fs::path folder = gradebook.folder().lexically_proximate(fs::current_path());
  fmt::print("{}: {} judged, {} known from before, in {}\n",
             counted(result.records.size(), "submission"), counted(result.judged, "answer"),
             result.remembered, time_text(seconds));
  fmt::print("gradebook  {}\npages      {}\n", (folder / "gradebook.csv").string(),
             (folder / "index.html").string());
  std::fflush(stdout);
}

// Whether a person has to do something before the results can be given out.
bool anything_open(const ClassResult& result) {
  if (!result.complaints.empty()) return true;
  return std::any_of(result.records.begin(), result.records.end(), [](const Record& record) {
    return std::any_of(
        record.exercises.begin(), record.exercises.end(),
        [](const GradedExercise& one) { return one.judgement.verdict == Verdict::kUnknown; });
  });
}

int run_diff(const GradeOptions& options) {
  const auto lines = differences(read_records(options.diff[0]), read_records(options.diff[1]));
  for (const std::string& line : lines) fmt::print("{}\n", line);
  fmt::print("{}\n", counted(lines.size(), "difference"));
  return lines.empty() ? kPassed : kFailed;
}

// A new folder that is gone afterwards.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "workbook-selftest-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw CannotTell(
          fmt::format("Cannot make a folder in {}.", fs::temp_directory_path().string()));
    }
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

int run_selftest(const Workbook& workbook, const GradeOptions& options) {
  const std::vector<Trial> trials = all_trials(workbook, options.only);
  const ScratchFolder scratch;
  hand_in(workbook, trials, scratch.path() / "class");
  const Isolation isolation = isolation_for(options);
  const Gradebook gradebook(scratch.path() / "results");
  const ClassResult result =
      grade_class(workbook, find_submissions(scratch.path() / "class"), gradebook,
                  {isolation, options.slots, progress_line(Clock::now())});
  show_transient("");
  const std::vector<std::string> all = surprises(workbook, trials, result.records);
  for (const std::string& surprise : all) fmt::print("{} {}\n", red("FAIL"), surprise);
  fmt::print("self-test: {}, {} not as expected, isolation: {}\n",
             counted(trials.size(), "submission"), all.size(), name_of(isolation));
  return all.empty() ? kPassed : kFailed;
}

}  // namespace

int run_grade(const Workbook& workbook, const GradeOptions& options) {
  if (!options.diff.empty()) return run_diff(options);
  if (options.selftest) return run_selftest(workbook, options);
  if (options.folder.empty()) {
    throw CannotTell("Name the folder of the submissions: ./workbook grade DIR --out RESULTS");
  }
  const auto start = Clock::now();
  const std::vector<Submission> submissions = find_submissions(options.folder);
  const Isolation isolation = isolation_for(options);
  const Gradebook gradebook(out_of(options));
  if (isolation == Isolation::kLimits) {
    fmt::print(stderr,
               "Isolation: limits only. Bubblewrap does not work here: answers can read what you "
               "can read.\n");
  }
  ClassOptions of_class{isolation, options.slots, progress_line(Clock::now())};
  const ClassResult result = grade_class(workbook, submissions, gradebook, of_class);
  show_transient("");
  gradebook.write(workbook, result.records);
  const double seconds = seconds_since(start);
  write_run(gradebook, options, isolation, result, seconds);
  print_result(gradebook, result, seconds);
  for (const std::string& complaint : result.complaints) fmt::print(stderr, "{}\n", complaint);
  return anything_open(result) ? kCouldNotTell : kPassed;
}

}  // namespace workbook
