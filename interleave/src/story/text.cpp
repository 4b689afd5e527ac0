// Stories as text: one lane a thread, one line a step.
#include <algorithm>
#include <filesystem>
#include <sstream>

#include "interleave/adapter.hpp"
#include "interleave/result.hpp"
#include "interleave/story.hpp"

namespace interleave {
namespace {

constexpr std::size_t kNumberColumns = 6;
constexpr std::size_t kStepsShownMax = 60;  // Of a longer story, the beginning and the end.

std::string place_of(const Source& source) {
  if (source.file.empty()) return "";
  return std::filesystem::path(source.file).filename().string() + ":" + std::to_string(source.line);
}

std::string padded(std::string text, std::size_t columns) {
  if (text.size() < columns) text.append(columns - text.size(), ' ');
  return text;
}

std::string cell_of(const Step& step) {
  return (step.inside_call && !step.is_call ? "  " : "") + step.what;
}

void trim_right(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

class Table {
 public:
  Table(const Story& story, std::size_t columns) : story_(story), columns_(columns) {
    find_lanes();
    find_widths();
  }

  std::string text() {
    std::string header(kNumberColumns, ' ');
    for (const std::size_t thread : lanes_) header += padded(story_.threads[thread].name, width_);
    add(header);
    const std::size_t steps = story_.steps.size();
    const std::size_t begin = steps > kStepsShownMax ? kStepsShownMax / 2 : steps;
    const std::size_t end = steps > kStepsShownMax ? steps - kStepsShownMax / 2 : steps;
    for (std::size_t i = 0; i < begin; ++i) add_step(story_.steps[i], i + 1);
    if (begin < end) add("      ... " + std::to_string(end - begin) + " steps left out ...");
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

  void find_widths() {
    constexpr std::size_t kLaneColumnsMin = 16;
    std::size_t longest = 0;
    std::size_t longest_place = 0;
    for (const Step& step : story_.steps) {
      longest = std::max(longest, cell_of(step).size());
      longest_place = std::max(longest_place, place_of(step.source).size());
    }
    for (const StoryThread& thread : story_.threads) {
      longest = std::max(longest, thread.name.size());
    }
    const std::size_t lanes = std::max<std::size_t>(1, lanes_.size());
    const std::size_t taken = kNumberColumns + longest_place;
    const std::size_t fair = columns_ > taken ? (columns_ - taken) / lanes : 0;
    width_ = std::max(kLaneColumnsMin, std::min(longest + 2, fair));
    place_at_ = kNumberColumns + lanes_.size() * width_;
    for (const Step& step : story_.steps) {
      place_at_ = std::max(place_at_, begin_of_lane(step) + cell_of(step).size() + 2);
    }
  }

  std::size_t begin_of_lane(const Step& step) const {
    const auto lane = std::find(lanes_.begin(), lanes_.end(), step.thread) - lanes_.begin();
    return kNumberColumns + static_cast<std::size_t>(lane) * width_;
  }

  // A cell that is too long for its lane reaches into the next ones: they are empty in its line.
  void add_step(const Step& step, std::size_t number) {
    for (std::stringstream lines(step.output); lines.good();) {
      std::string printed;
      std::getline(lines, printed);
      if (!printed.empty()) add("      prints: " + printed);
    }
    const std::string digits = std::to_string(number);
    std::string line(kNumberColumns - 2 - std::min(digits.size(), kNumberColumns - 2), ' ');
    line = padded(line + digits + "  ", begin_of_lane(step)) + cell_of(step);
    const std::string place = place_of(step.source);
    if (!place.empty()) line = padded(line, place_at_) + place;
    if (!step.note.empty()) line += "   <- " + step.note;
    add(line);
  }

  void add(std::string line) {
    trim_right(line);
    out_ << line << '\n';
  }

  const Story& story_;
  const std::size_t columns_;
  std::vector<std::size_t> lanes_;  // The threads that do something.
  std::size_t width_ = 0;
  std::size_t place_at_ = 0;  // The column where places in the source begin.
  std::ostringstream out_;
};

std::string indented(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) result += "  " + line + "\n";
  return result;
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
  std::string text = Table(story, columns).text();
  std::string ends;
  for (const StoryThread& thread : story.threads) {
    if (!thread.stuck) continue;
    ends += "  " + thread.name + " " + thread.end;
    const std::string place = place_of(thread.source);
    ends += place.empty() ? "\n" : " (" + place + ")\n";
  }
  if (!ends.empty()) text += "\n  In the end\n" + indented(ends);
  return text;
}

std::string describe(const Result& result) {
  if (!result.failure) return "could not be explored: " + result.seen;
  const Failure& failure = *result.failure;
  return in_capitals(name(failure.kind)) + "   " + result.seen + "\n\n" +
         indented(failure.headline) + "\n" + to_text(failure.story);
}

}  // namespace interleave
