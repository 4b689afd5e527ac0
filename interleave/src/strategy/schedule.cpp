#include "strategy/schedule.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "model/thread.hpp"

namespace interleave {
namespace {

constexpr unsigned kNumberMax = 1'000'000'000;  // Larger numbers are left out.

constexpr Way kLettersOfWays = 26;  // 'a' is way 0, which is left out; 'z' is followed by a number.

std::string way_to_string(Way way) {
  if (way == 0) return "";
  if (way == kTimeout) return "!";
  if (way == kSpurious) return "?";
  if (way < kLettersOfWays) return std::string(1, static_cast<char>('a' + way));
  return "(" + std::to_string(way) + ")";
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Schedule parse() {
    Schedule schedule;
    if (text_ == "-") return schedule;
    schedule.unlocks_are_choices = take_if('u');
    ThreadId thread = kNobody;
    while (!at_end()) {
      if (take_if('#')) {
        schedule.number = number(kNumberMax);
        if (!at_end()) complain("the end");
        return schedule;
      }
      if (is_digit()) thread = static_cast<ThreadId>(number(kThreadsMax - 1));
      if (thread == kNobody) complain("a thread's number");
      Event event;
      event.kind = kind();
      event.taken = {thread, way()};
      schedule.choices.push_back(event);
    }
    return schedule;
  }

 private:
  bool at_end() const { return at_ == text_.size(); }
  bool is_digit() const {
    return !at_end() && std::isdigit(static_cast<unsigned char>(text_[at_]));
  }

  bool take_if(char wanted) {
    if (at_end() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  unsigned number(unsigned max) {
    unsigned value = 0;
    if (!is_digit()) complain("a number");
    while (is_digit() && value <= max)
      value = value * 10 + static_cast<unsigned>(text_[at_++] - '0');
    if (value > max) complain("a smaller number");
    return value;
  }

  OpKind kind() {
    for (int kind = 0; !at_end() && kind <= static_cast<int>(OpKind::kChoose); ++kind) {
      if (letter(static_cast<OpKind>(kind)) == text_[at_]) {
        ++at_;
        return static_cast<OpKind>(kind);
      }
    }
    complain("the letter of an operation");
  }

  Way way() {
    if (take_if('!')) return kTimeout;
    if (take_if('?')) return kSpurious;
    if (take_if('(')) {
      const unsigned value = number(kWaysMax);
      if (!take_if(')')) complain("')'");
      return static_cast<Way>(value);
    }
    if (at_end() || text_[at_] < 'b' || text_[at_] > 'z') return 0;
    return static_cast<Way>(text_[at_++] - 'a');
  }

  [[noreturn]] void complain(const std::string& wanted) const {
    throw std::invalid_argument("'" + std::string(text_) + "' is not a schedule: at character " +
                                std::to_string(at_ + 1) + " there should be " + wanted + ".");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string to_string(const Schedule& schedule) {
  std::string text = schedule.unlocks_are_choices ? "u" : "";
  ThreadId thread = kNobody;
  for (const Event& event : schedule.choices) {
    if (event.taken.thread != thread) text += std::to_string(event.taken.thread);
    thread = event.taken.thread;
    text += letter(event.kind);
    text += way_to_string(event.taken.way);
  }
  const bool has_number = schedule.number > 0 && schedule.number <= kNumberMax;
  if (has_number && !text.empty()) text += "#" + std::to_string(schedule.number);
  if (!schedule.racing_places.empty()) text += "@" + schedule.racing_places;
  return text;
}

Schedule parse_schedule(std::string_view text) {
  // The same sign stands for an arrival at a barrier; what follows that is no place alone.
  std::size_t at = text.rfind('@');
  const auto is_of_place = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.';
  };
  if (at != std::string_view::npos) {
    const std::string_view tail = text.substr(at + 1);
    if (tail.empty() || !std::all_of(tail.begin(), tail.end(), is_of_place))
      at = std::string_view::npos;
  }
  Schedule schedule = Parser(text.substr(0, at)).parse();
  if (at != std::string_view::npos) schedule.racing_places = text.substr(at + 1);
  return schedule;
}

std::string ReplayChooser::difference() const {
  if (!divergence_.empty()) return divergence_;
  if (next_ < schedule_.choices.size()) {
    return "It was over after " + std::to_string(next_) + " of the schedule's " +
           std::to_string(schedule_.choices.size()) + " choices.";
  }
  return first_beyond_;
}

// Behind the schedule's end the first alternative is as good as any other.
void ReplayChooser::note_beyond(const Crossroads& at) {
  if (!first_beyond_.empty()) return;
  const ThreadId thread = at.alternatives.front().thread;
  first_beyond_ = "After the schedule's last choice there was another: thread " +
                  std::to_string(thread) + " " + verb(at.threads[thread]->pending.kind) + ".";
}

std::size_t ReplayChooser::choose(const Crossroads& at) {
  if (!divergence_.empty()) return 0;
  if (next_ == schedule_.choices.size()) {
    note_beyond(at);
    return 0;
  }
  const Event& wanted = schedule_.choices[next_++];
  const auto found = std::find(at.alternatives.begin(), at.alternatives.end(), wanted.taken);
  const std::string place =
      "At choice " + std::to_string(next_) + " thread " + std::to_string(wanted.taken.thread);
  if (found == at.alternatives.end()) {
    divergence_ = place + " cannot go on as the schedule says.";
    return 0;
  }
  const OpKind kind = at.threads[wanted.taken.thread]->pending.kind;
  if (kind != wanted.kind) {
    divergence_ =
        place + " " + verb(kind) + " where the schedule says that it " + verb(wanted.kind) + ".";
    return 0;
  }
  return static_cast<std::size_t>(found - at.alternatives.begin());
}

}  // namespace interleave
