// The voters agree round after round without a barrier. Each prints what it chooses, and says so
// when it is the first in a round while others still choose in the round before. Voters take their
// time, each as long as it likes.
//
//   ./workbook run 2.5 -- --voters 10 --rounds 100000
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "early_messages.hpp"
#include "provided/demo.hpp"
#include "provided/voting_demo.hpp"

namespace {

constexpr std::chrono::milliseconds kLongestPause(300);
constexpr std::size_t kRoundsToWatch = 20;  // Beyond these it runs without pauses and says less.
constexpr std::size_t kRoundsBetweenLines = 10'000;

std::vector<RandomNumbers> random_numbers(std::size_t voters, std::uint32_t seed) {
  std::vector<RandomNumbers> random;
  for (std::size_t voter = 0; voter < voters; ++voter) {
    random.emplace_back(seed + static_cast<std::uint32_t>(voter));
  }
  return random;
}

// Returns in how many rounds the voters decided differently, and prints the decisions.
std::size_t count_disagreements(const std::vector<std::vector<int>>& decisions, bool watched) {
  std::size_t disagreements = 0;
  const std::size_t rounds = decisions.empty() ? 0 : decisions.front().size();
  for (std::size_t round = 0; round < rounds; ++round) {
    bool equal = true;
    for (const auto& own : decisions) equal = equal && own[round] == decisions.front()[round];
    if (!equal) ++disagreements;
    if (watched || !equal) {
      say("main", "round {}: {}", round,
          equal ? "all decide " + std::to_string(decisions.front()[round]) : "they disagree");
    }
  }
  return disagreements;
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const VotingDemo demo = voting_demo_from(argc, argv, {.voters = 4, .rounds = 4});
  const bool watched = demo.rounds <= kRoundsToWatch;
  std::vector<RandomNumbers> random = random_numbers(demo.voters, demo.seed);
  std::atomic<std::size_t> newest = 0;  // The newest round in which somebody has chosen.

  const auto choose = [&](std::size_t voter, std::size_t round) {
    RandomNumbers& own = random[voter];  // Each voter has its own, so no lock is needed.
    if (watched) std::this_thread::sleep_for(own.next_pause(kLongestPause));
    const int number = own.next() % 3 == 0 ? 500 : own.next();  // A favourite, now and then.
    const bool first = newest.exchange(round) < round;
    if (watched) {
      say("voter " + std::to_string(voter), "round {}: chooses {:>4}{}", round, number,
          first ? ", and is the first one there" : "");
    } else if (first && round % kRoundsBetweenLines == 0) {
      say("voter " + std::to_string(voter), "is the first one in round {}", round);
    }
    return number;  // A good place for a breakpoint.
  };
  const auto decisions = agree(demo.voters, demo.rounds, choose);

  const std::size_t disagreements = count_disagreements(decisions, watched);
  say("main", "{} rounds, {} of them without agreement", demo.rounds, disagreements);
  return disagreements == 0 ? 0 : 1;
}
