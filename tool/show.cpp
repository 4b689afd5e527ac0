#include "show.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <csignal>
#include <cstring>

#include "show_compiler.hpp"
#include "terminal.hpp"
#include "text.hpp"
#include "unwritten.hpp"

namespace workbook {

namespace {

// A verdict shouted: the one word a reader looks for.
std::string loud(Verdict verdict_to_shout) {
  std::string verdict(words_for(verdict_to_shout));
  std::transform(verdict.begin(), verdict.end(), verdict.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return verdict;
}

std::string times(const Checked& checked) {
  return dim(fmt::format("checked in {:.1f} s (compiler {:.1f} s, tests {:.1f} s)", checked.seconds,
                         checked.build_seconds, checked.run.seconds));
}

std::string first_line(Verdict verdict, const Exercise& exercise) {
  const std::string text = fmt::format("{} {}", exercise.id, exercise.name);
  const std::string_view words = words_for(verdict);
  return bold(text) + "  " + (verdict == Verdict::kPass ? green(words) : red(words)) + "\n";
}

// One line a test, with how much was seen of it. Of many tests only those that did not see all.
std::string list_passed(const TestRun& run) {
  constexpr std::size_t kShownMax = 12;
  std::size_t width = 0;
  for (const TestReport& test : run.tests) width = std::max(width, test.test.size());
  const bool are_many = run.tests.size() > kShownMax;
  std::string text;
  std::size_t complete = 0;
  for (const TestReport& test : run.tests) {
    if (test.complete) ++complete;
    if (are_many && test.complete) continue;
    text += list_line(green("ok"), test.test, width, test.seen);
  }
  if (!are_many || complete == 0) return text;
  return fmt::format("  {}  {}  {}\n", green("ok"), counted(complete, "test"),
                     dim("every schedule of each")) +
         text;
}

// How many passed, and how many were not run. Those that failed have been listed as they came.
std::string count_others(const TestRun& run) {
  const auto passed = static_cast<std::size_t>(std::count_if(
      run.tests.begin(), run.tests.end(), [](const TestReport& test) { return test.passed(); }));
  std::string text;
  if (passed > 0) text += fmt::format("  {}    {}\n", green("ok"), counted(passed, "test"));
  if (run.left() == 0) return text;
  const bool endless = !run.tests.empty() && is_endless(run.tests.back().verdict);
  return text + fmt::format("  {}  {}: {}\n", yellow("left"), counted(run.left(), "test"),
                            endless ? "not run, for one before them goes round for nothing"
                                    : "not run, for their process died before them");
}

std::string describe_passed(const Exercise& exercise, const Checked& checked) {
  std::string text = first_line(checked.verdict, exercise) + "\n" + list_passed(checked.run) + "\n";
  if (exercise.passes_as_given) {
    const std::string page = (exercise.folder() / "README.md").string();
    text += fmt::format("  read    {}: it asks you to break this one\n\n", page);
  }
  return text;
}

// The first place in the file that is not written, from the top: one writes from the top down. The
// tests may meet another first.
std::string describe_not_written(const Workbook& workbook, const Exercise& exercise,
                                 const Checked& checked, const TestReport& test) {
  const std::string header = exercise.student_header().string();
  const UnwrittenPlace first = first_unwritten(read_file(workbook.root / header));
  const int line = first.line > 0 ? first.line : test.line;
  const std::string place = line > 0 ? fmt::format("{}:{}", header, line) : header;
  std::string text = first_line(checked.verdict, exercise) + "\n";
  text += fmt::format("  read    {}\n", (exercise.folder() / "README.md").string());
  text +=
      fmt::format("  write   {}   {}\n", bold(place), dim(first.line > 0 ? first.mark : test.mark));
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

std::size_t count_failed(const TestRun& run) {
  return static_cast<std::size_t>(std::count_if(
      run.tests.begin(), run.tests.end(), [](const TestReport& test) { return !test.passed(); }));
}

std::string tell_stories(const Checked& checked, const TestReport& first, bool all) {
  std::string text = tell_story(first) + "\n";
  for (const TestReport& test : checked.run.tests) {
    if (all && !test.passed() && &test != &first) text += tell_story(test) + "\n";
  }
  return text;
}

std::string describe_failed(const Exercise& exercise, const Checked& checked,
                            const TestReport& test, const Telling& telling) {
  const std::string others = count_others(checked.run);
  std::string text = first_line(checked.verdict, exercise) + "\n" + others;
  if (!others.empty()) text += "\n";
  text += tell_stories(checked, test, telling.all_stories);
  if (test.verdict == Verdict::kCrash && checked.run.signal != 0)
    text += indented(where_it_died(checked.run), 2) + "\n";
  const bool are_more = count_failed(checked.run) > 1 && !telling.all_stories;
  if (!telling.can_go_on) return text + "\n";
  return text + what_next(exercise, test, are_more) + "\n";
}

std::string describe_verdict(const Workbook& workbook, const Exercise& exercise,
                             const Checked& checked, const Telling& telling) {
  const TestReport* test = first_not_passed(checked.run);
  const std::string title = first_line(checked.verdict, exercise) + "\n";
  switch (checked.verdict) {
    case Verdict::kDoesNotCompile:
      return title + describe_compile_error(workbook, exercise, checked.compiler_output,
                                            telling.whole_compiler_output);
    case Verdict::kForbidden:
      return title + describe_forbidden(exercise, checked.forbidden.value_or(ForbiddenUse()));
    case Verdict::kPass:
      return describe_passed(exercise, checked);
    case Verdict::kNotWritten:
      return describe_not_written(workbook, exercise, checked, *test);
    case Verdict::kUnknown:
      return describe_could_not_tell(exercise, checked);
    default:
      return describe_failed(exercise, checked, *test, telling);
  }
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

std::string list_line(const std::string& mark, const std::string& name, std::size_t width,
                      std::string_view said) {
  constexpr std::size_t kMarkColumns = 6;
  const std::size_t columns = terminal_columns();
  if (kMarkColumns + width + 2 + said.size() <= columns) {
    return fmt::format("  {}  {:<{}}  {}\n", mark, name, width, dim(said));
  }
  const std::string below = fitted(said, columns - kMarkColumns - 2);
  return fmt::format("  {}  {}\n{}", mark, name, dim(indented(below, kMarkColumns + 2)));
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

std::string what_next(const Exercise& exercise, const TestReport& test, bool are_more) {
  std::string text;
  if (test.can_be_replayed()) {
    text += fmt::format("  replay  ./workbook replay {}\n", exercise.id);
    text += fmt::format("  step    ./workbook debug {}\n", exercise.id);
  }
  if (are_more) {
    text += fmt::format("  others  ./workbook replay {} NAME   {}\n", exercise.id,
                        dim("or all: --all-stories of check"));
  }
  return text + fmt::format("  stuck?  ./workbook hint {}\n", exercise.id);
}

std::string describe(const Workbook& workbook, const Exercise& exercise, const Checked& checked,
                     const Telling& telling) {
  std::string text = describe_verdict(workbook, exercise, checked, telling);
  if (checked.verdict != Verdict::kDoesNotCompile) {
    text += describe_warning(workbook, exercise, checked.compiler_output);
    if (telling.whole_compiler_output) text += indented(checked.compiler_output, 2);
  }
  return text + times(checked) + "\n";
}

}  // namespace workbook
