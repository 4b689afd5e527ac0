// Voters choose random numbers, vote, and decide, round after round. The first rounds are shown; of
// the others, only how many there were. The last line says how often the voters did not agree.
//
//   ./workbook run 2.2 -- --voters 10 --rounds 100000 --capacity 3
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

#include "provided/demo.hpp"
#include "provided/voting_demo.hpp"
#include "voting_round.hpp"

namespace {

constexpr std::size_t kRoundsShown = 5;
constexpr std::size_t kRoundsBetweenLines = 1000;
// Few numbers, far apart: so that some have more than one vote, and ties are common.
constexpr int kStep = 250;

std::vector<int> choose_numbers(std::size_t voters, RandomNumbers& random) {
  std::vector<int> choices(voters);
  std::generate(choices.begin(), choices.end(), [&] { return random.next() / kStep * kStep; });
  return choices;
}

bool all_equal(const std::vector<int>& numbers) {
  return std::adjacent_find(numbers.begin(), numbers.end(), std::not_equal_to<>()) == numbers.end();
}

void show(std::size_t round, const std::vector<int>& choices, const std::vector<int>& decisions) {
  say("voters", "round {}: vote for    {:>4}", round, fmt::join(choices, " "));
  say("voters", "round {}: decide for  {:>4}   {}", round, fmt::join(decisions, " "),
      all_equal(decisions) ? "all the same" : "they do not agree!");
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const VotingDemo demo = voting_demo_from(argc, argv, {.rounds = 2000, .capacity = 3});
  RandomNumbers random(demo.seed);
  std::size_t disagreements = 0;
  for (std::size_t round = 1; round <= demo.rounds; ++round) {
    const std::vector<int> choices = choose_numbers(demo.voters, random);
    const std::vector<int> decisions = vote(choices, demo.capacity);
    if (round <= kRoundsShown) show(round, choices, decisions);
    disagreements += all_equal(decisions) ? 0 : 1;
    if (round % kRoundsBetweenLines == 0) say("main", "{} rounds are done", round);
  }
  say("main", "all {} rounds ended; in {} of them the voters did not agree", demo.rounds,
      disagreements);
}
