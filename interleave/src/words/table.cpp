#include "words/table.hpp"

#include <algorithm>
#include <set>

#include "story/numbers.hpp"
#include "words/lanes.hpp"
#include "words/layout.hpp"
#include "words/words.hpp"

namespace interleave {
namespace {

constexpr std::size_t kNumberColumns = 6;
constexpr std::size_t kStepsShownMax = 60;  // Of a longer story, the beginning and the end.
constexpr std::size_t kLaneColumnsMin = 14;
constexpr std::size_t kLaneColumnsBest = 16;
constexpr std::size_t kGap = 2;  // Between two lanes, and before the places.

std::string cell_of(const Step& step) {
  return (step.inside_call && !step.is_call ? "  " : "") + step.what;
}

std::string with_line(const std::string& file, int line) {
  return file + ":" + std::to_string(line);
}

}  // namespace

Table::Table(const Story& story, const Places& places, std::size_t columns)
    : story_(story), places_(places), columns_(std::max(columns, kColumnsMin)) {
  choose_labels();
  choose_lanes_and_widths();
}

std::string Table::text() {
  if (lanes_.empty()) return "";
  add_header();
  const std::size_t steps = story_.steps.size();
  const std::size_t begin = steps > kStepsShownMax ? kStepsShownMax / 2 : steps;
  const std::size_t end = steps > kStepsShownMax ? steps - kStepsShownMax / 2 : steps;
  add_steps(0, begin);
  if (begin < end) add("      ... " + with_commas(end - begin) + " steps left out ...");
  add_steps(end, steps);
  add_legend();
  return out_.str();
}

// Places take at most a third of the columns. A file with a longer name gets a letter.
void Table::choose_labels() {
  for (const Step& step : story_.steps) {
    if (step.source.file.empty()) continue;
    const std::string file = places_.name_of(step.source.file);
    const bool is_long = with_line(file, step.source.line).size() > columns_ / 3;
    if (is_long && letters_.size() < 26) letters_.try_emplace(file);
  }
  char letter = 'A';
  for (auto& [file, label] : letters_) label = letter++;
}

std::string Table::label_of(const Source& source) const {
  if (source.file.empty()) return "";
  const std::string file = places_.name_of(source.file);
  const auto letter = letters_.find(file);
  return with_line(letter == letters_.end() ? file : letter->second, source.line);
}

// Lanes are as wide as their cells, but not wider than the columns allow. Where there are more
// threads than narrow lanes, the rest is summed up.
void Table::choose_lanes_and_widths() {
  const std::size_t place = longest_place();
  const std::size_t last = columns_ - place - (place == 0 ? 0 : kGap);
  const std::size_t lanes_max = std::max<std::size_t>(2, (last - kNumberColumns) / kLaneColumnsMin);
  lanes_ = choose_lanes(story_, lanes_max);
  std::size_t longest = kLaneColumnsBest;
  for (const std::size_t lane : lanes_) {
    longest = std::max(longest, story_.threads[lane].name.size() + kGap);
  }
  for (const Step& step : story_.steps) {
    if (has_lane(step.thread)) longest = std::max(longest, cell_of(step).size() + kGap);
  }
  for (width_ = longest; width_ > kLaneColumnsMin && end_of_lanes() > last;) --width_;
  place_at_ = std::min(end_of_lanes(), last) + kGap;
}

std::size_t Table::longest_place() const {
  std::size_t longest = 0;
  for (const Step& step : story_.steps) longest = std::max(longest, label_of(step.source).size());
  return longest;
}

// Where the places begin, for lanes of width_. A cell that is too long for its lane reaches into
// the next ones: they are empty in its line.
std::size_t Table::end_of_lanes() const {
  std::size_t end = kNumberColumns + lanes_.size() * width_ - kGap;
  for (const Step& step : story_.steps) {
    if (!has_lane(step.thread)) continue;
    end = std::max(end, begin_of_lane(step.thread) + cell_of(step).size());
  }
  return end;
}

bool Table::has_lane(std::size_t thread) const {
  return std::find(lanes_.begin(), lanes_.end(), thread) != lanes_.end();
}

std::size_t Table::begin_of_lane(std::size_t thread) const {
  const auto lane = std::find(lanes_.begin(), lanes_.end(), thread) - lanes_.begin();
  return kNumberColumns + static_cast<std::size_t>(lane) * width_;
}

void Table::add_header() {
  std::vector<std::vector<std::string>> names;
  std::size_t lines = 0;
  for (const std::size_t lane : lanes_) {
    const std::size_t room = lane == lanes_.back() ? columns_ - begin_of_lane(lane) : width_ - kGap;
    names.push_back(broken(story_.threads[lane].name, room));
    lines = std::max(lines, names.back().size());
  }
  for (std::size_t i = 0; i < lines; ++i) {
    std::string line(kNumberColumns, ' ');
    for (const std::vector<std::string>& name : names) {
      line += padded(i < name.size() ? name[i] : "", width_);
    }
    add(line);
  }
}

void Table::add_steps(std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end;) {
    if (has_lane(story_.steps[i].thread)) {
      add_step(story_.steps[i], i + 1);
      ++i;
      continue;
    }
    const std::size_t first = i;
    while (i < end && !has_lane(story_.steps[i].thread)) ++i;
    add_others(first, i);
  }
}

// Steps of threads that have no lane.
void Table::add_others(std::size_t begin, std::size_t end) {
  std::set<std::size_t> threads;
  for (std::size_t i = begin; i < end; ++i) {
    threads.insert(story_.steps[i].thread);
    add_output(story_.steps[i].output, story_.steps[i].thread);
  }
  constexpr std::size_t kNamesMax = 3;
  std::string text;
  std::size_t named = 0;
  for (const std::size_t thread : threads) {
    if (named++ == kNamesMax) break;
    text += (text.empty() ? "" : ", ") + story_.threads[thread].name;
  }
  if (threads.size() > kNamesMax) {
    text += " and " + std::to_string(threads.size() - kNamesMax) + " others";
  }
  const std::size_t steps = end - begin;
  text = "(" + text + (threads.size() == 1 ? " takes " : " take ") + with_commas(steps) +
         (steps == 1 ? " step)" : " steps)");
  for (const std::string& line : broken(text, columns_ - kNumberColumns, " ")) {
    add(std::string(kNumberColumns, ' ') + line);
  }
}

// In the lane of who printed it.
void Table::add_output(const std::string& output, std::size_t thread) {
  if (output.empty()) return;
  const bool in_lane = has_lane(thread);
  const std::size_t begin = in_lane ? begin_of_lane(thread) : kNumberColumns;
  const std::string who = in_lane ? "" : story_.threads[thread].name + " ";
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    for (const std::string& part : broken(who + "prints: " + line, columns_ - begin, "  ")) {
      add(std::string(begin, ' ') + part);
    }
  }
}

void Table::add_step(const Step& step, std::size_t number) {
  if (step.kind != StepKind::kPrints) add_output(step.output, step.thread);
  const std::string digits = std::to_string(number);
  const std::size_t begin = begin_of_lane(step.thread);
  const std::string place = label_of(step.source);
  const std::size_t end = place.empty() ? columns_ : place_at_ - kGap;
  const std::vector<std::string> cell =
      broken(cell_of(step), end - begin, step.inside_call ? "    " : "  ");
  std::string line(kNumberColumns - kGap - std::min(digits.size(), kNumberColumns - kGap), ' ');
  line = padded(padded(line + digits, kNumberColumns), begin) + cell.front();
  if (!place.empty()) line = padded(line, place_at_) + place;
  const std::string mark = mark_in_words(story_, step);
  const bool fits = line.size() + mark.size() + 6 <= columns_;
  add(mark.empty() || !fits ? line : line + "   <- " + mark);
  for (std::size_t i = 1; i < cell.size(); ++i) add(std::string(begin, ' ') + cell[i]);
  if (mark.empty() || fits) return;
  const std::size_t room = columns_ - std::min(columns_, mark.size() + 3);
  add(std::string(std::min(begin + kGap, room), ' ') + "<- " + mark);
}

void Table::add_legend() {
  for (const auto& [file, letter] : letters_) {
    add(std::string(kNumberColumns, ' ') + letter + " is " + file);
  }
}

void Table::add(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  out_ << line << '\n';
}

}  // namespace interleave
