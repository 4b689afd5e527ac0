#include "show.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <regex>

#include "compiler_output.hpp"
#include "terminal.hpp"
#include "text.hpp"

namespace workbook {

namespace {

// A verdict shouted: the one word a reader looks for.
std::string loud(std::string verdict) {
  std::transform(verdict.begin(), verdict.end(), verdict.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return verdict;
}

std::string times(const Checked& checked) {
  return dim(fmt::format("checked in {:.1f} s (compiler {:.1f} s, tests {:.1f} s)", checked.seconds,
                         checked.build_seconds, checked.run.seconds));
}

std::string first_line(const std::string& verdict, const Exercise& exercise) {
  const std::string text = fmt::format("{} {}", exercise.id, exercise.name);
  const bool passed = verdict == kVerdictPassed;
  return bold(text) + "  " + (passed ? green(verdict) : red(verdict)) + "\n";
}

std::size_t longest_name(const TestRun& run) {
  std::size_t longest = 0;
  for (const TestReport& test : run.tests) longest = std::max(longest, test.test.size());
  return longest;
}

// "all 16 schedules", "the only schedule, all 2 schedules". A test without an exploration says
// nothing.
bool saw_all(const TestReport& test) {
  static const std::regex all(R"((the only schedule|all [\d,]+ schedules)(, |$))");
  return !test.seen.empty() && std::regex_replace(test.seen, all, "").empty();
}

// What is said of a test stands beside its name, or below where there is no room.
std::string list_line(const std::string& mark, const std::string& name, std::size_t width,
                      const std::string& said) {
  constexpr std::size_t kMarkColumns = 6;
  const std::size_t columns = terminal_columns();
  if (kMarkColumns + width + 2 + said.size() <= columns) {
    return fmt::format("  {}  {:<{}}  {}\n", mark, name, width, dim(said));
  }
  const std::string below = fitted(said, columns - kMarkColumns - 2);
  return fmt::format("  {}  {}\n{}", mark, name, dim(indented(below, kMarkColumns + 2)));
}

// One line a test, with how much was seen of it. Of many tests only those that did not see all.
std::string list_passed(const TestRun& run) {
  constexpr std::size_t kShownMax = 12;
  const std::size_t width = longest_name(run);
  const bool are_many = run.tests.size() > kShownMax;
  std::string text;
  std::size_t complete = 0;
  for (const TestReport& test : run.tests) {
    if (saw_all(test)) ++complete;
    if (are_many && saw_all(test)) continue;
    text += list_line(green("ok"), test.test, width, test.seen);
  }
  if (!are_many || complete == 0) return text;
  return fmt::format("  {}  {}  {}\n", green("ok"), counted(complete, "test"),
                     dim("every schedule of each")) +
         text;
}

// Those that failed, the first of them in full below; the others only as a number when many.
std::string list_failed(const TestRun& run) {
  constexpr std::size_t kShownMax = 4;
  const std::size_t width = longest_name(run);
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::string text;
  for (const TestReport& test : run.tests) {
    if (test.passed()) {
      ++passed;
    } else if (++failed <= kShownMax) {
      text += list_line(red("FAIL"), test.test, width, test.verdict);
    }
  }
  if (failed > kShownMax) text += fmt::format("  and {} more\n", failed - kShownMax);
  if (passed == 0) return text;
  return fmt::format("  {}    {}\n", green("ok"), counted(passed, "test")) + text;
}

std::string describe_passed(const Exercise& exercise, const Checked& checked) {
  std::string text = first_line(checked.verdict, exercise) + "\n" + list_passed(checked.run) + "\n";
  if (exercise.passes_as_given) {
    const std::string page = (exercise.folder() / "README.md").string();
    text += fmt::format("  read    {}: it asks you to break this one\n\n", page);
  }
  return text;
}

std::string describe_not_written(const Exercise& exercise, const Checked& checked,
                                 const TestReport& test) {
  const std::string readme = (exercise.folder() / "README.md").string();
  std::string place = exercise.student_header().string();
  if (test.line > 0) place += fmt::format(":{}", test.line);
  std::string text = first_line(checked.verdict, exercise) + "\n";
  text += fmt::format("  read    {}\n", readme);
  text += fmt::format("  write   {}   {}\n", bold(place), dim(test.mark));
  text += fmt::format("  stuck?  ./workbook hint {}\n\n", exercise.id);
  return text;
}

std::string where_it_died(const TestRun& run) {
  if (run.timed_out) {
    return "The tests did not end in two minutes and were stopped. A loop without any operation on "
           "a lock, an atomic or a clock cannot be interrupted by the explorer.\n";
  }
  if (run.signal != 0) return fmt::format("The tests were ended by: {}.\n", strsignal(run.signal));
  return "The tests did not report anything.\n";
}

std::string last_lines(const std::string& output, std::size_t most) {
  const std::vector<std::string> lines = lines_of(output);
  const std::size_t from = lines.size() > most ? lines.size() - most : 0;
  std::string text;
  for (std::size_t i = from; i < lines.size(); ++i) text += lines[i] + "\n";
  return text;
}

std::string describe_could_not_tell(const Exercise& exercise, const Checked& checked) {
  const TestReport* test = first_not_passed(checked.run);
  std::string text = first_line(checked.verdict, exercise) + "\n";
  if (test != nullptr) text += fmt::format("  {}: {}\n", test->test, test->headline);
  if (checked.run.timed_out || test == nullptr) {
    text += indented(where_it_died(checked.run), 2);
    text += indented(last_lines(checked.run.output, 10), 4);
  }
  return text + "\n";
}

std::string describe_failed(const Exercise& exercise, const Checked& checked,
                            const TestReport& test) {
  std::string text = first_line(checked.verdict, exercise) + "\n";
  text += list_failed(checked.run) + "\n" + tell_story(test) + "\n";
  if (test.verdict == kVerdictCrash && checked.run.signal != 0)
    text += indented(where_it_died(checked.run), 2) + "\n";
  if (test.can_be_replayed()) {
    text += fmt::format("  replay  ./workbook replay {}\n", exercise.id);
    text += fmt::format("  step    ./workbook debug {}\n", exercise.id);
  }
  text += fmt::format("  stuck?  ./workbook hint {}\n\n", exercise.id);
  return text;
}

// An error in a library's header that a line of the student's leads to: that line comes first.
std::string describe_error_beyond(const Workbook& workbook, const std::string& header,
                                  const Diagnostic& error, const std::string& place) {
  const std::vector<std::string> lines = lines_of(read_file(workbook.root / header));
  const auto line = static_cast<std::size_t>(error.line_in_header);
  std::string text =
      fmt::format("  {}\n  {}\n", bold(fmt::format("{}:{}", header, line)), error.message);
  if (line <= lines.size()) text += fmt::format("    {:>5} | {}\n", line, lines[line - 1]);
  return text + fmt::format("\n  It leads to {}, where the compiler stops:\n{}\n", place,
                            indented(error.excerpt, 2));
}

std::string describe_compile_error(const Workbook& workbook, const Exercise& exercise,
                                   const Checked& checked) {
  std::string text = first_line(checked.verdict, exercise) + "\n";
  const std::string header = exercise.student_header().string();
  const auto error = first_error(checked.compiler_output, header);
  if (!error) return text + indented(last_lines(checked.compiler_output, 20), 2) + "\n";
  const std::string place = fmt::format("{}:{}", short_path(workbook, error->file), error->line);
  if (error->line_in_header > 0)
    return text + describe_error_beyond(workbook, header, *error, place);
  text += fmt::format("  {}\n  {}\n{}\n", bold(place), error->message, indented(error->excerpt, 2));
  if (error->file.ends_with(header)) return text;
  text += fmt::format("  The tests use {} in a way that it does not allow.\n\n", exercise.header);
  return text;
}

std::string describe_warning(const Workbook& workbook, const Exercise& exercise,
                             const Checked& checked) {
  const auto warning = first_warning(checked.compiler_output, exercise.student_header().string());
  if (!warning) return "";
  return fmt::format("  {} {}:{}: {}\n\n", yellow("warning"), short_path(workbook, warning->file),
                     warning->line, warning->message);
}

std::string describe_verdict(const Workbook& workbook, const Exercise& exercise,
                             const Checked& checked) {
  const TestReport* test = first_not_passed(checked.run);
  if (checked.verdict == kVerdictDoesNotCompile) {
    return describe_compile_error(workbook, exercise, checked);
  }
  if (checked.verdict == kVerdictCouldNotTell ||
      (test == nullptr && checked.verdict != kVerdictPassed)) {
    return describe_could_not_tell(exercise, checked);
  }
  if (checked.verdict == kVerdictPassed) return describe_passed(exercise, checked);
  if (checked.verdict == kVerdictNotWritten) {
    return describe_not_written(exercise, checked, *test);
  }
  return describe_failed(exercise, checked, *test);
}

}  // namespace

std::string heading(const Exercise& exercise) {
  return bold(fmt::format("{} {}", exercise.id, exercise.name)) + "  " + exercise.title;
}

std::string progress_bar(int got, int all) {
  constexpr int kWidth = 24;
  const int full = all == 0 ? 0 : got * kWidth / all;
  const std::string bar(static_cast<std::size_t>(full), '#');
  const std::string rest(static_cast<std::size_t>(kWidth - full), '.');
  return fmt::format("[{}{}]  {} of {} points", green(bar), dim(rest), got, all);
}

std::string short_path(const Workbook& workbook, const std::string& path) {
  const std::string root = workbook.root.string() + "/";
  return path.starts_with(root) ? path.substr(root.size()) : path;
}

std::string tell_story(const TestReport& test) {
  std::string text = fmt::format("{}: {}", bold(test.test), red(loud(test.verdict)));
  if (test.schedule_number > 0) {
    text += dim(fmt::format("   schedule {}, found in {:.0f} ms", test.schedule_number, test.ms));
  }
  text += "\n\n" + indented(trimmed(test.headline), 2);
  if (!test.story.empty()) text += "\n" + indented(test.story, 2);
  return text;
}

std::string describe(const Workbook& workbook, const Exercise& exercise, const Checked& checked) {
  std::string text = describe_verdict(workbook, exercise, checked);
  text += describe_warning(workbook, exercise, checked);
  return text + times(checked) + "\n";
}

}  // namespace workbook
