// The voters agree round after round on one board. Each prints what it chooses; the decisions are
// printed at the end, one line for each round. Voters take their time, each as long as it likes.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "lockstep_consensus.hpp"
#include "provided/demo.hpp"
#include "provided/voting_demo.hpp"

namespace {

constexpr std::chrono::milliseconds kLongestPause(300);
constexpr std::size_t kRoundsToWatch = 20;  // Beyond these it runs without pauses and says less.

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

  const auto choose = [&](std::size_t voter, std::size_t round) {
    RandomNumbers& own = random[voter];  // Each voter has its own, so no lock is needed.
    if (watched) std::this_thread::sleep_for(own.next_pause(kLongestPause));
    const int number = own.next() % 3 == 0 ? 500 : own.next();  // A favourite, now and then.
    if (watched) say("voter " + std::to_string(voter), "round {}: chooses {:>4}", round, number);
    return number;  // A good place for a breakpoint.
  };
  const auto decisions = agree(demo.voters, demo.rounds, choose);

  const std::size_t disagreements = count_disagreements(decisions, watched);
  say("main", "{} rounds, {} of them without agreement", demo.rounds, disagreements);
  return disagreements == 0 ? 0 : 1;
}
