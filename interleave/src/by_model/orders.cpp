#include "by_model/orders.hpp"

#include <algorithm>

#include "by_model/waits.hpp"

namespace interleave {

void waits_while(bool condition) {
  if (condition) throw ModelWaits();
}

namespace {

// Returns what `call` returns; nothing if it waits.
template <typename Call>
std::optional<std::string> answer_of(const std::string& text, const Call& call) {
  const auto mistake = [&text](const std::string& what) {
    return ModelMistake("The model throws an exception in " + text + what +
                        ". That is a mistake of the test, not of the program");
  };
  try {
    return call();
  } catch (const ModelWaits&) {
    return std::nullopt;
  } catch (const std::exception& error) {
    throw mistake(std::string(": ") + error.what());
  } catch (...) {
    throw mistake("");
  }
}

}  // namespace

std::optional<std::string> ModelState::make(const Call& call, int number) {
  return answer_of(call.text, [&] { return call.on_model(model_, number); });
}

int ModelState::arrive(const Call& call, int number) {
  int ticket = 0;
  const auto arrives = [&] {
    ticket = call.arrives(model_, number);
    return std::string();
  };
  if (!answer_of(call.text, arrives)) {
    throw ModelMistake("The model waits in the first moment of " + call.text +
                       ", which is only for what it does at once");
  }
  return ticket;
}

std::optional<std::string> ModelState::go_on(const Call& call, int ticket) {
  return answer_of(call.text, [&] { return call.goes_on(model_, ticket); });
}

namespace {

// Where a thread is in an order that is being tried.
struct Position {
  std::size_t made = 0;  // Calls, completely.
  bool arrived = false;  // The next one has had its first moment ...
  int ticket = 0;        // ... and got this.
};
using Positions = std::vector<Position>;

// Goes through the orders, depth first: at each state each thread's next call may be the next.
class OrderSearch {
 public:
  OrderSearch(const std::vector<ModelTestBase::Call>& calls, const History& history,
              bool waiters_must_wait)
      : calls_(calls), history_(history), waiters_must_wait_(waiters_must_wait) {}

  bool find(ModelState model) {
    for (const MadeCall& made : history_.before) {
      if (model.make(call_of(made), made.planned.number) != made.answer) return false;
    }
    return find_from(0, Positions(history_.threads.size()), model);
  }

 private:
  const ModelTestBase::Call& call_of(const MadeCall& made) const {
    return calls_[made.planned.call];
  }
  bool has_two_moments(const MadeCall& made) const { return call_of(made).arrives != nullptr; }

  // Tries every order from here up to the standstill `still`, and on.
  bool find_from(std::size_t still, const Positions& positions, const ModelState& model) {
    bool all_there = true;
    for (std::size_t thread = 0; thread < positions.size(); ++thread) {
      const Position& at = positions[thread];
      const std::vector<MadeCall>& made = history_.threads[thread];
      const bool returns = at.made < history_.standstills[still][thread];
      const bool arrives =
          !returns && at.made < made.size() && !at.arrived && has_two_moments(made[at.made]);
      if (!returns && !arrives) continue;
      all_there = false;
      if (comes_after_another(positions, thread)) continue;
      if (take_turn(still, positions, thread, model)) return true;
    }
    return all_there && stand_still(still, positions, model);
  }

  // Does a call that has returned before this one began come first?
  bool comes_after_another(const Positions& positions, std::size_t thread) const {
    const MadeCall& next = history_.threads[thread][positions[thread].made];
    for (std::size_t other = 0; other < positions.size(); ++other) {
      if (other == thread || positions[other].made == history_.threads[other].size()) continue;
      const MadeCall& theirs = history_.threads[other][positions[other].made];
      if (theirs.has_returned() && theirs.end < next.begin) return true;
    }
    return false;
  }

  bool take_turn(std::size_t still, const Positions& positions, std::size_t thread,
                 const ModelState& model) {
    const MadeCall& next = history_.threads[thread][positions[thread].made];
    if (has_two_moments(next)) return take_a_moment(still, positions, thread, model);
    const ModelTestBase::Call& call = call_of(next);
    Positions after = positions;
    ++after[thread].made;
    ModelState changed(model);
    if (changed.make(call, next.planned.number) == next.answer &&
        find_from(still, after, changed)) {
      return true;
    }
    return call.also == next.answer && is_excused(positions, thread, model) &&
           find_from(still, after, model);
  }

  bool take_a_moment(std::size_t still, const Positions& positions, std::size_t thread,
                     const ModelState& model) {
    const MadeCall& next = history_.threads[thread][positions[thread].made];
    Positions after = positions;
    Position& mine = after[thread];
    ModelState changed(model);
    if (!mine.arrived) {
      mine.ticket = changed.arrive(call_of(next), next.planned.number);
      mine.arrived = true;
    } else {
      if (changed.go_on(call_of(next), mine.ticket) != next.answer) return false;
      mine = {mine.made + 1};
    }
    return find_from(still, after, changed);
  }

  // Would the model give that answer, had some of the calls under way taken effect already?
  bool is_excused(const Positions& positions, std::size_t thread, const ModelState& model) const {
    const MadeCall& call = history_.threads[thread][positions[thread].made];
    std::vector<const MadeCall*> under_way;
    for (std::size_t other = 0; other < positions.size(); ++other) {
      const std::vector<MadeCall>& theirs = history_.threads[other];
      if (other == thread || positions[other].made == theirs.size()) continue;
      const MadeCall& next = theirs[positions[other].made];
      const bool has_begun = next.begin != 0 && next.begin < call.end;
      const bool has_no_effect = next.has_returned() && call_of(next).also == next.answer;
      if (has_begun && !has_no_effect && !has_two_moments(next)) under_way.push_back(&next);
    }
    for (std::size_t some = 1; some < std::size_t{1} << under_way.size(); ++some) {
      ModelState ahead(model);
      for (std::size_t i = 0; i < under_way.size(); ++i) {
        if ((some >> i & 1) != 0) ahead.make(call_of(*under_way[i]), under_way[i]->planned.number);
      }
      if (ahead.make(call_of(call), call.planned.number) == call.answer) return true;
    }
    return false;
  }

  bool stand_still(std::size_t still, const Positions& positions, const ModelState& model) {
    if (waiters_must_wait_ && somebody_would_go_on(positions, model)) return false;
    if (still + 1 == history_.standstills.size()) return true;
    const MadeCall& look = history_.looks[still];
    ModelState changed(model);
    if (changed.make(call_of(look), look.planned.number) != look.answer) return false;
    return find_from(still + 1, positions, changed);
  }

  bool somebody_would_go_on(const Positions& positions, const ModelState& model) const {
    for (std::size_t thread = 0; thread < positions.size(); ++thread) {
      const Position& at = positions[thread];
      if (at.made == history_.threads[thread].size()) continue;
      const MadeCall& next = history_.threads[thread][at.made];
      ModelState changed(model);
      const bool waits = has_two_moments(next) ? !changed.go_on(call_of(next), at.ticket)
                                               : !changed.make(call_of(next), next.planned.number);
      if (!waits) return true;
    }
    return false;
  }

  const std::vector<ModelTestBase::Call>& calls_;
  const History& history_;
  bool waiters_must_wait_;
};

// Each call's answer, or whether it has begun at least.
void add_answers(const std::vector<MadeCall>& calls, std::string& key) {
  for (const MadeCall& made : calls) {
    key += made.has_returned() ? 'r' : made.begin != 0 ? 'b' : '-';
    key += std::to_string(made.answer.size());
    key += ':';
    key += made.answer;
  }
}

// Which calls of another thread had returned before each of `mine` began.
void add_what_came_before(const std::vector<MadeCall>& mine, const std::vector<MadeCall>& theirs,
                          std::string& key) {
  for (const MadeCall& call : mine) {
    const auto returned = std::count_if(theirs.begin(), theirs.end(), [&call](const MadeCall& one) {
      return one.has_returned() && one.end < call.begin;
    });
    key += static_cast<char>('0' + returned);
  }
}

// All that the search for an order depends on.
std::string key_of(const History& history) {
  std::string key;
  add_answers(history.before, key);
  for (const auto& thread : history.threads) {
    add_answers(thread, key);
    for (const auto& other : history.threads) {
      if (&other != &thread) add_what_came_before(thread, other, key);
    }
  }
  for (const MadeCall& look : history.looks) key += std::to_string(look.planned.call) + ' ';
  add_answers(history.looks, key);
  for (const auto& standstill : history.standstills) {
    for (const std::size_t made : standstill) key += std::to_string(made) + ' ';
  }
  return key;
}

}  // namespace

Judgement Judge::judge(const History& history) {
  const std::string key = key_of(history);
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  const Judgement judgement = search(history);  // A model that makes a mistake throws.
  known_.emplace(key, judgement);
  return judgement;
}

Judgement Judge::search(const History& history) const {
  if (OrderSearch(calls_, history, true).find(ModelState(types_))) return Judgement::kRight;
  if (OrderSearch(calls_, history, false).find(ModelState(types_))) return Judgement::kWouldGoOn;
  return Judgement::kWrong;
}

}  // namespace interleave
