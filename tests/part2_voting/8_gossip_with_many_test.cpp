// The tests of 2.8 with many nodes: how many messages a broadcast costs, and how long it takes to
// reach the last node. They print what they find. A link takes 100 ms.
#include <algorithm>
#include <cstdio>
#include <string>

#include "8_gossip_test.hpp"

namespace under_test {
namespace {

constexpr std::size_t kNodes = 25;
constexpr std::chrono::milliseconds kLink(100);

// Above the time there and back.
constexpr std::chrono::milliseconds kPatience(250);

// Every 200 ms another node tells a number, and the test looks every 50 ms what has come: so often
// that it sees each arrival, and never at the moment of one.
constexpr int kBroadcasts = 5;
constexpr std::chrono::milliseconds kBetweenBroadcasts(200);
constexpr std::chrono::milliseconds kLook(50);
constexpr int kLooksEach = kBetweenBroadcasts / kLook;
constexpr int kRunLooks = kBroadcasts * kLooksEach;

Topology grid() {
  constexpr std::size_t kWidth = 5;
  Topology topology(kNodes);
  for (NodeId node = 0; node < kNodes; ++node) {
    if (node % kWidth > 0) link(topology, node - 1, node);
    if (node >= kWidth) link(topology, node - kWidth, node);
  }
  return topology;
}

Topology tree() {
  Topology topology(kNodes);
  for (NodeId node = 1; node < kNodes; ++node) link(topology, (node - 1) / 4, node);
  return topology;
}

// What a run cost: messages in all, and for each number the time to the last node.
struct Costs {
  std::uint64_t messages = 0;
  std::vector<std::chrono::milliseconds> times;

  double messages_each() const { return static_cast<double>(messages) / kBroadcasts; }
  std::chrono::milliseconds worst() const { return *std::max_element(times.begin(), times.end()); }
  std::chrono::milliseconds median() const {
    std::vector<std::chrono::milliseconds> sorted = times;
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() / 2];
  }
};

// What is disturbed, besides the losses: one link is cut from the first quarter of the run to the
// third.
struct Trouble {
  double loss = 0;
  bool cut = false;
};

// Notes for each number when it was seen at all nodes.
void look_around(Cluster& cluster, int look, std::vector<std::size_t>& knowing, Costs& costs) {
  std::vector<std::size_t> knowing_now(kBroadcasts);
  for (const auto& node : cluster.nodes) {
    for (const int number : node->read()) ++knowing_now.at(static_cast<std::size_t>(number));
  }
  for (std::size_t number = 0; number < kBroadcasts; ++number) {
    if (knowing_now[number] < kNodes || knowing[number] == kNodes) continue;
    const std::chrono::milliseconds told_at = static_cast<int>(number) * kBetweenBroadcasts;
    costs.times.push_back(look * kLook - told_at);
  }
  knowing = knowing_now;
}

// Lets nodes 0, 6, 12 ... tell the numbers 0, 1, 2 ..., and looks until all have arrived, or an
// hour is over.
Costs run(const Topology& topology, const Trouble& trouble) {
  Cluster cluster(topology,
                  {.delay_min = kLink, .delay_max = kLink, .loss = trouble.loss, .seed = 3},
                  kPatience);
  Costs costs;
  std::vector<std::size_t> knowing(kBroadcasts);
  constexpr int kLooksMax = 20 * kRunLooks;
  for (int look = 0; look < kLooksMax && costs.times.size() < kBroadcasts; ++look) {
    if (look % kLooksEach == 0 && look < kRunLooks) {
      cluster[6 * (look / kLooksEach)].broadcast(look / kLooksEach);
    }
    if (trouble.cut && look == kRunLooks / 4) cluster.network.cut(0, 1);
    if (trouble.cut && look == kRunLooks * 3 / 4) cluster.network.heal();
    std::this_thread::sleep_for(kLook / 2);
    look_around(cluster, look, knowing, costs);
    std::this_thread::sleep_for(kLook / 2);
  }
  EXPECT_EQ(costs.times.size(), std::size_t{kBroadcasts}) << "a number has not reached all nodes";
  cluster.expect_rest();
  costs.messages = cluster.sent();
  return costs;
}

// Explores a run, which is long, in very few schedules. Prints what the last of them cost.
Costs explore_run(const char* name, const Topology& topology, const Trouble& trouble) {
  Costs costs;
  EXPLORE_WITH(.strategy = interleave::Strategy::kRandom, .samples = 1, .steps_max = 400'000,
               .steps_in_all_max = 1'000'000) {
    costs = run(topology, trouble);
  };
  if (costs.times.empty()) return costs;
  const std::string losses = trouble.loss > 0 ? ", one message in ten is lost" : "";
  const std::string cut = trouble.cut ? ", a link is cut for half of the run" : "";
  std::printf(
      "%s of 25%s%s: %.1f messages for each broadcast; at the last node after %d ms in the "
      "median, %d ms at worst\n",
      name, losses.c_str(), cut.c_str(), costs.messages_each(),
      static_cast<int>(costs.median().count()), static_cast<int>(costs.worst().count()));
  return costs;
}

TEST(GossipBudget, ATreeWithoutLosses) {
  const Costs costs = explore_run("tree", tree(), {});
  if (HasFailure()) return;
  EXPECT_LE(costs.messages_each(), 48) << "each of the 24 links carries a number and its answer";
  EXPECT_LE(Elapsed(costs.worst()), Elapsed(500ms)) << "five links are the longest way";
}

TEST(GossipBudget, ALineWithoutLosses) {
  const Costs costs = explore_run("line", line_of(kNodes), {});
  if (HasFailure()) return;
  EXPECT_LE(costs.messages_each(), 48);
  EXPECT_LE(Elapsed(costs.worst()), Elapsed(2400ms));
}

TEST(GossipBudget, ARingWithoutLosses) {
  const Costs costs = explore_run("ring", ring_of(kNodes), {});
  if (HasFailure()) return;
  EXPECT_LE(Elapsed(costs.worst()), Elapsed(1200ms));
}

TEST(GossipBudget, AGridWithoutLosses) {
  const Costs costs = explore_run("grid", grid(), {});
  if (HasFailure()) return;
  EXPECT_LE(Elapsed(costs.worst()), Elapsed(800ms));
}

TEST(GossipBudget, LossesAndCutsLoseNothing) {
  explore_run("tree", tree(), {.loss = 0.1});
  explore_run("line", line_of(kNodes), {.loss = 0.1});
  explore_run("ring", ring_of(kNodes), {.loss = 0.1});
  explore_run("grid", grid(), {.loss = 0.1});
  explore_run("tree", tree(), {.cut = true});
  explore_run("line", line_of(kNodes), {.cut = true});
  explore_run("ring", ring_of(kNodes), {.cut = true});
  explore_run("grid", grid(), {.cut = true});
  explore_run("grid", grid(), {.loss = 0.1, .cut = true});
}

TEST(GossipBudget, ManyNumbersThroughASmallInbox) {
  EXPLORE_WITH(.strategy = interleave::Strategy::kRandom, .samples = 2, .steps_max = 200'000,
               .steps_in_all_max = 500'000) {
    Cluster cluster(line_of(3), {.inbox_capacity = 20});
    Numbers numbers;
    for (int number = 0; number < 100; ++number) {
      numbers.insert(number * 7);
      cluster[0].broadcast(number * 7);
    }
    cluster.expect_rest();
    cluster.expect_all_know(numbers);
  };
}

}  // namespace
}  // namespace under_test
