#include "by_model/outcomes.hpp"

#include <algorithm>
#include <set>

namespace interleave {
namespace {

// In place of an answer.
const char* const kWaitsStill = "\x01waits";
const char* const kNotMade = "\x01not made";

// Answers of all calls: of the first thread, the second, ..., then the looks.
using Outcome = std::vector<std::string>;

// Everything that the model may do in a scenario: each order of the calls is tried.
class Outcomes {
 public:
  Outcomes(const ModelTestParts& test, const History& history) : test_(test), history_(history) {
    ModelState model(test.types);
    for (const MadeCall& made : history.before) {
      model.make(test.calls[made.planned.call], made.planned.number);
    }
    for (const auto& thread : history.threads) {
      first_.push_back(answers_.size());
      answers_.resize(answers_.size() + thread.size(), kNotMade);
    }
    go_on(std::vector<At>(history.threads.size()), model, 0);
  }

  const std::set<Outcome>& all() const { return all_; }

 private:
  struct At {
    std::size_t made = 0;
    bool arrived = false;
    int ticket = 0;
  };

  // Too many orders are of no use to a reader.
  static constexpr std::size_t kMax = 5'000;

  void go_on(const std::vector<At>& at, const ModelState& model, std::size_t looks) {
    if (all_.size() >= kMax) return;
    bool stands_still = true;
    for (std::size_t thread = 0; thread < at.size(); ++thread) {
      if (at[thread].made == history_.threads[thread].size()) continue;
      if (take_turn(at, model, looks, thread)) stands_still = false;
    }
    if (stands_still) look(at, model, looks);
  }

  // Returns false if the thread waits.
  bool take_turn(const std::vector<At>& at, const ModelState& model, std::size_t looks,
                 std::size_t thread) {
    const MadeCall& next = history_.threads[thread][at[thread].made];
    const ModelTestBase::Call& call = test_.calls[next.planned.call];
    std::vector<At> after = at;
    ModelState changed(model);
    std::string& told = answers_[first_[thread] + at[thread].made];
    if (call.arrives != nullptr && !at[thread].arrived) {
      after[thread].ticket = changed.arrive(call, next.planned.number);
      after[thread].arrived = true;
    } else {
      const auto answer = call.arrives != nullptr ? changed.go_on(call, at[thread].ticket)
                                                  : changed.make(call, next.planned.number);
      if (!answer) return false;
      after[thread] = {at[thread].made + 1};
      told = *answer;
    }
    go_on(after, changed, looks);
    if (after[thread].made > at[thread].made) {
      answers_[first_[thread] + at[thread].made] = kNotMade;
    }
    return true;
  }

  void look(const std::vector<At>& at, const ModelState& model, std::size_t looks) {
    if (looks == history_.looks.size()) {
      Outcome outcome = answers_;
      for (std::size_t thread = 0; thread < at.size(); ++thread) {
        if (at[thread].made < history_.threads[thread].size())
          outcome[first_[thread] + at[thread].made] = kWaitsStill;
      }
      all_.insert(outcome);
      return;
    }
    const MadeCall& next = history_.looks[looks];
    ModelState changed(model);
    const auto answer = changed.make(test_.calls[next.planned.call], next.planned.number);
    if (!answer) return;
    answers_.push_back(*answer);
    go_on(at, changed, looks + 1);
    answers_.pop_back();
  }

  const ModelTestParts& test_;
  const History& history_;
  std::vector<std::size_t> first_;  // Of each thread, in an Outcome.
  Outcome answers_;
  std::set<Outcome> all_;
};

std::string said(const MadeCall& made) {
  if (made.has_returned()) return made.answer;
  return made.begin != 0 ? kWaitsStill : kNotMade;
}

Outcome outcome_of(const History& history) {
  Outcome outcome;
  for (const auto& thread : history.threads) {
    for (const MadeCall& made : thread) outcome.push_back(said(made));
  }
  for (const MadeCall& look : history.looks) outcome.push_back(look.answer);
  return outcome;
}

// "A's push(1)"; a look has no owner. In the order of an Outcome.
std::vector<std::string> names_of_calls(const ModelTestParts& test, const History& history) {
  std::vector<std::string> names;
  for (std::size_t thread = 0; thread < history.threads.size(); ++thread) {
    for (const MadeCall& made : history.threads[thread]) {
      names.push_back(thread_name(thread) + "'s " + test.text_of(made.planned));
    }
  }
  for (const MadeCall& look : history.looks) names.push_back(test.text_of(look.planned));
  return names;
}

std::string in_words(const std::string& call, const std::string& right, const std::string& seen) {
  if (right == kWaitsStill) return call + " still waits";
  if (right == kNotMade) return call + " is not made yet";
  if (right.empty()) return call + " returns";
  const bool answered = seen != kWaitsStill && seen != kNotMade;
  return call + " -> " + right + (answered ? " (not " + seen + ")" : "");
}

// The outcomes that differ in the fewest answers come first.
std::string nearest(const ModelTestParts& test, const History& history) {
  constexpr std::size_t kShownMax = 2;
  const Outcome seen = outcome_of(history);
  const std::vector<std::string> names = names_of_calls(test, history);
  std::vector<std::pair<std::size_t, std::string>> told;
  const Outcomes outcomes(test, history);
  for (const Outcome& right : outcomes.all()) {
    std::string text;
    std::size_t differ = 0;
    for (std::size_t i = 0; i < seen.size() && i < right.size(); ++i) {
      if (right[i] == seen[i]) continue;
      text += (text.empty() ? "" : ", ") + in_words(names[i], right[i], seen[i]);
      ++differ;
    }
    if (differ > 0) told.emplace_back(differ, text);
  }
  std::sort(told.begin(), told.end());
  std::string text;
  for (std::size_t i = 0; i < told.size() && i < kShownMax; ++i) {
    text += (i == 0 ? "  " : "\n  or: ") + told[i].second;
  }
  return text;
}

// "push(1) and pop() wait"
std::string waiting_calls(const ModelTestParts& test, const History& history) {
  std::vector<std::string> waiting;
  for (const auto& thread : history.threads) {
    for (const MadeCall& made : thread) {
      if (made.begin != 0 && !made.has_returned()) waiting.push_back(test.text_of(made.planned));
    }
  }
  std::string text;
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    text += (i == 0 ? "" : i + 1 < waiting.size() ? ", " : " and ") + waiting[i];
  }
  return text + (waiting.size() == 1 ? " waits" : " wait");
}

std::string line_of(const ModelTestParts& test, const std::string& who,
                    const std::vector<MadeCall>& calls) {
  std::string text;
  for (const MadeCall& made : calls) {
    text += (text.empty() ? "" : "; ") + test.text_of(made.planned);
    if (made.has_returned() && !made.answer.empty()) text += " -> " + made.answer;
    if (made.begin != 0 && !made.has_returned()) text += " (has not returned)";
  }
  constexpr std::size_t kWidth = 10;
  const std::string label = who.empty() ? "" : who + std::string(kWidth - who.size(), ' ');
  return text.empty() ? "" : "  " + label + text + "\n";
}

}  // namespace

std::string ModelTestParts::text_of(const PlannedCall& call) const {
  std::string text = calls[call.call].text;
  const std::size_t number = text.find("{}");
  return number == std::string::npos ? text : text.replace(number, 2, std::to_string(call.number));
}

std::string describe(const ModelTestParts& test, const History& history) {
  std::string text = "  " + test.declaration + ";\n" +
                     line_of(test, history.threads.empty() ? "" : "first:", history.before);
  for (std::size_t thread = 0; thread < history.threads.size(); ++thread) {
    text += line_of(test, "thread " + thread_name(thread) + ":", history.threads[thread]);
  }
  return text + line_of(test, "then:", history.looks);
}

std::string explain(const ModelTestParts& test, const History& history, Judgement judgement) {
  if (judgement == Judgement::kWouldGoOn) {
    return waiting_calls(test, history) + ", and no order of these calls explains that.";
  }
  const std::string right = nearest(test, history);
  const std::string text = "No order of these calls gives these answers.";
  return right.empty() ? text : text + " Right would be, for instance:\n" + right;
}

}  // namespace interleave
