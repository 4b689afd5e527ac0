// Voters agree although some of them stop in the middle of their sends. Each says what it chose and
// where it stops; the decisions are printed at the end of each election. Of many elections, only
// the sum is printed.
//
//   ./workbook run 2.6 -- --voters 10 --rounds 10000
//
// --rounds is the number of elections here: each takes as many rounds of telling as it needs.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "failing_voters.hpp"
#include "provided/demo.hpp"
#include "provided/voting_demo.hpp"

namespace {

constexpr std::chrono::milliseconds kLongestPause(60);
constexpr std::size_t kElectionsToWatch = 10;  // Of more, only the sum is printed.
constexpr std::size_t kNever = 1'000'000'000;

// What is drawn for one election: the numbers, and after how many sends each voter stops.
struct Plan {
  std::vector<int> choices;
  std::vector<std::size_t> stops_after;
  std::size_t failures_max = 0;
};

Plan draw_plan(std::size_t voters, RandomNumbers& random) {
  Plan plan;
  for (std::size_t voter = 0; voter < voters; ++voter) plan.choices.push_back(random.next());
  plan.stops_after.assign(voters, kNever);
  plan.failures_max = voters / 2;
  for (std::size_t i = 0; i < plan.failures_max; ++i) {
    const std::size_t voter = static_cast<std::size_t>(random.next()) % voters;
    const std::size_t sends = (plan.failures_max + 1) * (voters - 1);
    plan.stops_after[voter] = static_cast<std::size_t>(random.next()) % sends;
  }
  return plan;
}

std::string name_of(std::size_t voter) { return "voter " + std::to_string(voter); }

// Holds one election. Returns whether all who decided have decided the same.
bool hold_election(const Plan& plan, bool watched, RandomNumbers& random) {
  const std::size_t voters = plan.choices.size();
  std::vector<std::size_t> sent(voters);  // Each voter uses its own place only.
  std::vector<RandomNumbers> pauses;
  for (std::size_t voter = 0; voter < voters; ++voter) {
    pauses.emplace_back(static_cast<std::uint32_t>(random.next()));
    if (watched) say(name_of(voter), "has chosen {}", plan.choices[voter]);
  }
  const auto goes_on = [&](std::size_t voter, std::size_t round, std::size_t receiver) {
    if (watched) std::this_thread::sleep_for(pauses[voter].next_pause(kLongestPause));
    const bool answer = sent[voter]++ < plan.stops_after[voter];
    if (watched && !answer) {
      say(name_of(voter), "stops in round {}, before it tells {}", round, name_of(receiver));
    }
    return answer;  // A good place for a breakpoint.
  };
  const auto decisions = agree_despite_failures(plan.choices, plan.failures_max, goes_on);
  std::set<int> decided;
  for (std::size_t voter = 0; voter < voters; ++voter) {
    if (!decisions[voter]) continue;
    decided.insert(*decisions[voter]);
    if (watched) say(name_of(voter), "decides for {}", *decisions[voter]);
  }
  return decided.size() <= 1;
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const VotingDemo demo = voting_demo_from(argc, argv, {.voters = 5, .rounds = 2});
  const bool watched = demo.rounds <= kElectionsToWatch;
  RandomNumbers random(demo.seed);
  std::size_t disagreements = 0;
  for (std::size_t election = 0; election < demo.rounds; ++election) {
    const Plan plan = draw_plan(demo.voters, random);
    if (watched) say("main", "election {}: {} may stop", election + 1, plan.failures_max);
    if (!hold_election(plan, watched, random)) ++disagreements;
  }
  say("main", "{} elections, {} of them without agreement", demo.rounds, disagreements);
  return disagreements == 0 ? 0 : 1;
}
