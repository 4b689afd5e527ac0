// Voters choose random numbers and tell each other, round after round. The first rounds are shown;
// of the others, only how many there were. If the program stops without its last line, it hangs:
// some voters wait for each other.
//
//   ./workbook run 2.1 -- --voters 10 --rounds 100000 --capacity 3
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "all_to_all.hpp"
#include "provided/demo.hpp"
#include "provided/voting_demo.hpp"

namespace {

constexpr std::size_t kRoundsShown = 3;
constexpr std::size_t kRoundsBetweenLines = 1000;

std::vector<int> choose_numbers(std::size_t voters, RandomNumbers& random) {
  std::vector<int> choices(voters);
  std::generate(choices.begin(), choices.end(), [&] { return random.next(); });
  return choices;
}

// Prints each voter's number, and the others in the order in which it heard them.
void show(std::size_t round, const std::vector<int>& choices,
          const std::vector<std::vector<int>>& heard) {
  for (std::size_t voter = 0; voter < choices.size(); ++voter) {
    say(fmt::format("voter {}", voter), "round {}: chose {:>4}, heard {}", round, choices[voter],
        fmt::join(heard[voter], " "));
  }
}

// Returns how many voters did not hear exactly what the others chose, by the sum of the numbers.
std::size_t count_wrong(const std::vector<int>& choices,
                        const std::vector<std::vector<int>>& heard) {
  const int sum = std::accumulate(choices.begin(), choices.end(), 0);
  std::size_t wrong = 0;
  for (std::size_t voter = 0; voter < choices.size(); ++voter) {
    const auto& row = heard[voter];
    wrong += std::accumulate(row.begin(), row.end(), choices[voter]) == sum ? 0 : 1;
  }
  return wrong;
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const VotingDemo demo = voting_demo_from(argc, argv, {.rounds = 2000, .capacity = 3});
  RandomNumbers random(demo.seed);
  std::size_t wrong = 0;
  for (std::size_t round = 1; round <= demo.rounds; ++round) {
    const std::vector<int> choices = choose_numbers(demo.voters, random);
    const auto heard = all_to_all(choices, demo.capacity);  // A good place for a breakpoint.
    if (round <= kRoundsShown) show(round, choices, heard);
    wrong += count_wrong(choices, heard);
    if (round % kRoundsBetweenLines == 0) say("main", "{} rounds are done", round);
  }
  say("main", "all {} rounds ended; {} times a voter heard something wrong", demo.rounds, wrong);
}
