#include "by_model/scenario.hpp"

#include <utility>

namespace interleave {
namespace {

using Sequence = std::vector<PlannedCall>;

// All sequences of exactly `length` of `calls`, in the order of a dictionary.
std::vector<Sequence> sequences(const std::vector<std::size_t>& calls, std::size_t length) {
  std::vector<Sequence> all = {{}};
  for (std::size_t i = 0; i < length; ++i) {
    std::vector<Sequence> longer;
    for (const Sequence& one : all) {
      for (const std::size_t call : calls) {
        longer.push_back(one);
        longer.back().push_back({call, 0});
      }
    }
    all = std::move(longer);
  }
  return all;
}

// Of two threads with as many calls the first has the sequence that comes first.
bool is_in_order(const std::vector<std::size_t>& lengths, const std::vector<std::size_t>& chosen) {
  for (std::size_t i = 1; i < lengths.size(); ++i) {
    if (lengths[i] == lengths[i - 1] && chosen[i] < chosen[i - 1]) return false;
  }
  return true;
}

// Gives each call a number of its own, from 0.
void number(Scenario& scenario) {
  int next = 0;
  for (PlannedCall& call : scenario.before) call.number = next++;
  for (Sequence& thread : scenario.threads) {
    for (PlannedCall& call : thread) call.number = next++;
  }
}

// Moves on to the next combination. Returns false after the last.
bool advance(std::vector<std::size_t>& chosen, const std::vector<std::vector<Sequence>>& choices) {
  for (std::size_t i = chosen.size(); i-- > 0;) {
    if (++chosen[i] < choices[i].size()) return true;
    chosen[i] = 0;
  }
  return false;
}

}  // namespace

std::vector<Scenario> all_scenarios(const std::vector<std::size_t>& calls,
                                    const std::vector<std::size_t>& before,
                                    const std::vector<std::size_t>& threads,
                                    std::size_t before_max) {
  std::vector<std::vector<Sequence>> choices;
  for (const std::size_t length : threads) choices.push_back(sequences(calls, length));
  std::vector<Scenario> scenarios;
  for (std::size_t length = 0; length <= before_max; ++length) {
    if (length > 0 && before.empty()) break;
    for (const Sequence& first : sequences(before, length)) {
      std::vector<std::size_t> chosen(threads.size(), 0);
      do {
        if (!is_in_order(threads, chosen)) continue;
        Scenario scenario{first, {}};
        for (std::size_t i = 0; i < chosen.size(); ++i) {
          scenario.threads.push_back(choices[i][chosen[i]]);
        }
        number(scenario);
        scenarios.push_back(std::move(scenario));
      } while (advance(chosen, choices));
    }
  }
  return scenarios;
}

std::string thread_name(std::size_t thread) {
  return std::string(1, static_cast<char>('A' + thread));
}

}  // namespace interleave
