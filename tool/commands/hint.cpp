#include <fmt/core.h>

#include <algorithm>

#include "commands/commands.hpp"
#include "errors.hpp"
#include "hints.hpp"
#include "progress.hpp"
#include "terminal.hpp"
#include "text.hpp"

namespace workbook {

namespace {

// A heading that is only a number says nothing new.
std::string title_after_number(const Hint& hint) {
  const bool number = hint.title.find_first_not_of("0123456789. ") == std::string::npos;
  return number ? "" : ": " + hint.title;
}

}  // namespace

void tell_hint(const Workbook& workbook, const Exercise& exercise, const std::string& more) {
  const std::vector<Hint> hints =
      parse_hints(read_file(workbook.root / exercise.folder() / "hints.md"));
  if (hints.empty()) {
    throw CannotTell(fmt::format("{}/hints.md has no hints.", exercise.folder().string()));
  }
  Progress progress = load_progress(workbook, exercise);
  const int all = static_cast<int>(hints.size());
  const int shown = std::clamp(progress.hints + 1, 1, all);
  const Hint& hint = hints[static_cast<std::size_t>(shown - 1)];
  fmt::print("{}\n\n{}\n",
             bold(fmt::format("{} {}, hint {} of {}{}", exercise.id, exercise.name, shown, all,
                              title_after_number(hint))),
             indented(fitted(hint.text, terminal_columns() - 2), 2));
  if (shown < all) {
    fmt::print("{}\n", dim(more));
  } else {
    fmt::print("{}\n", dim("That was the last one. All of them: " +
                           (exercise.folder() / "hints.md").string()));
  }
  progress.hints = shown;
  save_progress(workbook, exercise, progress);
}

int run_hint(const Workbook& workbook, const std::string& name) {
  const Exercise exercise = named_or_next(workbook, name);
  tell_hint(workbook, exercise, fmt::format("one more: ./workbook hint {}", exercise.id));
  return kPassed;
}

}  // namespace workbook
