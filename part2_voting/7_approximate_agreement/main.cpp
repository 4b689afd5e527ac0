// Nodes come to about the same number over a network with delays, although some of them crash. Each
// says where it begins, which round it is in, and where it crashes; the last values are printed at
// the end. Of many agreements, only the sum is printed.
//
//   ./workbook run 2.7 -- --voters 7 --rounds 1000
//
// --voters is the number of nodes, --rounds the number of agreements: each takes as many rounds as
// it needs.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "approximate_agreement.hpp"
#include "provided/demo.hpp"
#include "provided/voting_demo.hpp"

namespace {

using namespace std::chrono_literals;

constexpr double kEpsilon = 0.001;
constexpr std::size_t kAgreementsToWatch = 5;  // Of more, only the sum is printed.
constexpr std::size_t kNever = 1'000'000'000;
constexpr std::size_t kLongestStory = 60;  // No node crashes after more sends than these.

std::string name_of(std::size_t node) { return "node " + std::to_string(node); }

// Returns after how many sends each node crashes. No more than `crashes_max` do.
std::vector<std::size_t> draw_crashes(std::size_t nodes, std::size_t crashes_max,
                                      RandomNumbers& random) {
  std::vector<std::size_t> crashes(nodes, kNever);
  for (std::size_t i = 0; i < crashes_max; ++i) {
    const std::size_t node = static_cast<std::size_t>(random.next()) % nodes;
    crashes[node] = static_cast<std::size_t>(random.next()) % kLongestStory;
  }
  return crashes;
}

// Holds one agreement. Returns whether those that are left are close enough to each other.
bool agree_once(std::size_t nodes, bool watched, RandomNumbers& random) {
  std::vector<double> inputs;
  for (std::size_t node = 0; node < nodes; ++node) inputs.push_back(random.next());
  const std::size_t crashes_max = nodes == 0 ? 0 : (nodes - 1) / 2;
  const std::vector<std::size_t> crashes = draw_crashes(nodes, crashes_max, random);
  Network<RoundValue> network(nodes, {.inbox_capacity = 1'000'000,
                                      .delay_max = watched ? 50ms : 0ms,
                                      .seed = static_cast<std::uint64_t>(random.next())});
  std::vector<std::size_t> sent(nodes);  // Each node uses its own place only.
  for (std::size_t node = 0; watched && node < nodes; ++node) {
    say(name_of(node), "begins with {}", inputs[node]);
  }
  const auto goes_on = [&](std::size_t node, std::size_t round, std::size_t receiver) {
    const bool answer = sent[node]++ < crashes[node];
    if (watched && !answer) {
      say(name_of(node), "crashes in round {}, before it tells {}", round, name_of(receiver));
    } else if (watched && sent[node] % (nodes - 1) == 1 && round % 5 == 0) {
      say(name_of(node), "is in round {}", round);
    }
    return answer;  // A good place for a breakpoint.
  };
  const auto values = approximate(inputs, crashes_max, kEpsilon, network, goes_on);
  std::vector<double> left;
  for (std::size_t node = 0; node < nodes; ++node) {
    if (!values[node]) continue;
    left.push_back(*values[node]);
    if (watched) say(name_of(node), "ends with {:.6f}", *values[node]);
  }
  if (left.empty()) return true;
  const auto [low, high] = std::minmax_element(left.begin(), left.end());
  if (watched) say("main", "{} nodes are left, {:.6f} apart", left.size(), *high - *low);
  return *high - *low <= kEpsilon;
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const VotingDemo demo = voting_demo_from(argc, argv, {.voters = 5, .rounds = 1});
  const bool watched = demo.rounds <= kAgreementsToWatch;
  RandomNumbers random(demo.seed);
  std::size_t too_far = 0;
  for (std::size_t i = 0; i < demo.rounds; ++i) {
    if (!agree_once(demo.voters, watched, random)) ++too_far;
  }
  say("main", "{} agreements, in {} of them the nodes stayed too far apart", demo.rounds, too_far);
  return too_far == 0 ? 0 : 1;
}
