// Stories as text: one lane a thread, one line a step.
#include <algorithm>
#include <sstream>

#include "interleave/adapter.hpp"
#include "interleave/result.hpp"
#include "interleave/story.hpp"
#include "story/numbers.hpp"
#include "story/places.hpp"

namespace interleave {
namespace {

constexpr std::size_t kNumberColumns = 6;
constexpr std::size_t kStepsShownMax = 60;  // Of a longer story, the beginning and the end.

std::string padded(std::string text, std::size_t columns) {
  if (text.size() < columns) text.append(columns - text.size(), ' ');
  return text;
}

std::string cell_of(const Step& step) {
  return (step.inside_call && !step.is_call ? "  " : "") + step.what;
}

void trim_right(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

// Breaks what is too long; what follows a break begins with `indentation`.
std::string in_lines(const std::string& text, std::size_t columns,
                     const std::string& indentation = "") {
  std::string result;
  std::string rest = text;
  while (rest.size() > columns) {
    const std::size_t space = rest.rfind(' ', columns);
    if (space == std::string::npos || space <= indentation.size()) break;
    result += rest.substr(0, space) + "\n";
    rest = indentation + rest.substr(space + 1);
  }
  return result + rest + "\n";
}

// The steps, one lane a thread.
class Table {
 public:
  Table(const Story& story, const Places& places, std::size_t columns)
      : story_(story), places_(places), columns_(columns) {
    find_lanes();
    find_widths();
  }

  std::string text() {
    if (story_.steps.empty()) return "";
    add_header();
    const std::size_t steps = story_.steps.size();
    const std::size_t begin = steps > kStepsShownMax ? kStepsShownMax / 2 : steps;
    const std::size_t end = steps > kStepsShownMax ? steps - kStepsShownMax / 2 : steps;
    for (std::size_t i = 0; i < begin; ++i) add_step(story_.steps[i], i + 1);
    if (begin < end) add("      ... " + with_commas(end - begin) + " steps left out ...");
    for (std::size_t i = end; i < steps; ++i) add_step(story_.steps[i], i + 1);
    return out_.str();
  }

 private:
  void find_lanes() {
    for (std::size_t thread = 0; thread < story_.threads.size(); ++thread) {
      const bool acts = std::any_of(story_.steps.begin(), story_.steps.end(),
                                    [thread](const Step& step) { return step.thread == thread; });
      if (acts) lanes_.push_back(thread);
    }
  }

  // Lanes are as wide as their cells, but not wider than the columns allow. Where even narrow lanes
  // do not help, the names of files are cut, and at last cells are broken.
  void find_widths() {
    constexpr std::size_t kLaneColumnsMin = 12;
    constexpr std::size_t kLaneColumnsBest = 16;
    constexpr std::size_t kNameColumnsMax = 24;
    std::size_t longest_name = 0;
    std::size_t longest = 0;
    for (const std::size_t lane : lanes_) {
      longest_name = std::max(longest_name, story_.threads[lane].name.size());
    }
    for (const Step& step : story_.steps) longest = std::max(longest, cell_of(step).size());
    const std::size_t best = std::max({kLaneColumnsBest, longest + 2, longest_name + 2});
    const std::size_t least = std::clamp(longest_name + 2, kLaneColumnsMin, kNameColumnsMax);
    for (const std::size_t columns : {Places::kFileColumnsMax, std::size_t{30}, std::size_t{20}}) {
      file_columns_ = columns;
      const std::size_t place = longest_place();
      const std::size_t last = columns_ > place ? columns_ - place : 0;
      for (width_ = best; width_ > least && end_of_lanes() > last;) --width_;
      place_at_ = std::min(end_of_lanes(), last);
      if (end_of_lanes() <= last) return;
    }
  }

  std::size_t longest_place() const {
    std::size_t longest = 0;
    for (const Step& step : story_.steps) {
      longest = std::max(longest, places_.of(step.source, file_columns_).size());
    }
    return longest;
  }

  // Where the places begin, for lanes of width_. A cell that is too long for its lane reaches into
  // the next ones: they are empty in its line.
  std::size_t end_of_lanes() const {
    std::size_t end = kNumberColumns + lanes_.size() * width_;
    for (const Step& step : story_.steps) {
      end = std::max(end, begin_of_lane(step) + cell_of(step).size() + 2);
    }
    return end;
  }

  std::size_t begin_of_lane(const Step& step) const {
    const auto lane = std::find(lanes_.begin(), lanes_.end(), step.thread) - lanes_.begin();
    return kNumberColumns + static_cast<std::size_t>(lane) * width_;
  }

  void add_header() {
    std::string header(kNumberColumns, ' ');
    for (const std::size_t lane : lanes_) {
      const bool last = lane == lanes_.back();
      const std::size_t room = last && columns_ > header.size() ? columns_ - header.size() : width_;
      header += padded(with_ellipsis(story_.threads[lane].name, last ? room : width_ - 2), width_);
    }
    add(header);
  }

  void add_step(const Step& step, std::size_t number) {
    for (std::stringstream lines(step.output); lines.good();) {
      std::string printed;
      std::getline(lines, printed);
      if (!printed.empty()) add(with_ellipsis("      prints: " + printed, columns_));
    }
    const std::string digits = std::to_string(number);
    const std::size_t begin = begin_of_lane(step);
    std::string line(kNumberColumns - 2 - std::min(digits.size(), kNumberColumns - 2), ' ');
    line = padded(line + digits + "  ", begin);
    const std::string place = places_.of(step.source, file_columns_);
    const std::size_t end = place.empty() ? columns_ : place_at_ - 2;
    const std::size_t room = end > begin ? end - begin : 0;
    const std::string cell = cell_of(step);
    std::istringstream parts(in_lines(cell, room, step.inside_call ? "    " : "  "));
    std::string part;
    std::getline(parts, part);
    line += with_ellipsis(part, room);
    if (!place.empty()) line = padded(line, place_at_) + place;
    add_with_note(line, step.note);
    while (std::getline(parts, part)) add(padded("", begin) + with_ellipsis(part, room));
  }

  // A note that does not fit stands below.
  void add_with_note(const std::string& line, const std::string& note) {
    if (note.empty()) return add(line);
    const std::string mark = "   <- " + note;
    if (line.size() + mark.size() <= columns_) return add(line + mark);
    add(line);
    const std::size_t last = columns_ > mark.size() ? columns_ - mark.size() : 0;
    add(padded("", std::min(place_at_, last)) + mark.substr(3));
  }

  void add(std::string line) {
    trim_right(line);
    out_ << line << '\n';
  }

  const Story& story_;
  const Places& places_;
  const std::size_t columns_;
  std::vector<std::size_t> lanes_;  // The threads that do something.
  std::size_t width_ = 0;
  std::size_t file_columns_ = 0;
  std::size_t place_at_ = 0;  // The column where places in the source begin.
  std::ostringstream out_;
};

// Each line two columns to the right.
std::string indented(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) result += "  " + line + "\n";
  return result;
}

// Where a race's accesses were called from, if anybody called: else the steps say it all.
std::string accesses_in_words(const Story& story, const Places& places, std::size_t columns) {
  const bool tells = std::any_of(story.accesses.begin(), story.accesses.end(),
                                 [](const StoryAccess& access) { return access.calls.size() > 1; });
  if (!tells) return "";
  std::size_t longest = 0;
  for (const StoryAccess& access : story.accesses) {
    for (const Source& call : access.calls) longest = std::max(longest, call.text.size());
  }
  std::string text;
  for (const StoryAccess& access : story.accesses) {
    text += in_lines(story.threads[access.thread].name + " " + access.what, columns);
    for (const Source& call : access.calls) {
      const std::string place = places.of(call);
      const std::size_t room = columns > place.size() + 4 ? columns - place.size() - 4 : 0;
      const std::string line = with_ellipsis(call.text, std::min(room, longest));
      text += "  " + padded(line, std::min(room, longest)) + "  " + place + "\n";
    }
  }
  return text;
}

std::string in_capitals(std::string_view words) {
  std::string text(words);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

}  // namespace

std::string_view name(FailureKind kind) {
  switch (kind) {
    case FailureKind::kWrongResult:
      return "wrong result";
    case FailureKind::kDeadlock:
      return "deadlock";
    case FailureKind::kLostWakeup:
      return "lost wake-up";
    case FailureKind::kDataRace:
      return "data race";
    case FailureKind::kNeverEnds:
      return "never ends";
    case FailureKind::kPolls:
      return "polls";
    case FailureKind::kCrash:
      return "crash";
    case FailureKind::kMisuse:
      return "misuse";
    case FailureKind::kThreadLeftBehind:
      return "thread left behind";
  }
  return "failure";
}

std::string to_text(const Story& story, std::size_t columns) {
  const Places places(story);
  const std::size_t room = columns > 4 ? columns - 4 : 0;
  const auto section = [](const std::string& title, const std::string& lines) {
    return lines.empty() ? "" : "\n  " + title + "\n" + indented(indented(lines));
  };
  std::string ends;
  for (const StoryThread& thread : story.threads) {
    if (!thread.stuck) continue;
    const std::string place = places.of(thread.source);
    ends +=
        in_lines(thread.name + " " + thread.end + (place.empty() ? "" : " (" + place + ")"), room);
  }
  const auto sentence = [room](const std::string& text) {
    return text.empty() ? "" : in_lines(text, room);
  };
  return Table(story, places, columns).text() + section("In the end", ends) +
         section("The memory", sentence(story.memory)) +
         section("The calls", accesses_in_words(story, places, room)) +
         section("Why nothing orders the two", sentence(story.why));
}

std::string describe(const Result& result) {
  if (!result.failure) return "could not be explored: " + result.seen;
  const Failure& failure = *result.failure;
  return in_capitals(name(failure.kind)) + "   " + result.seen + "\n\n" +
         indented(failure.headline) + "\n" + to_text(failure.story);
}

}  // namespace interleave
