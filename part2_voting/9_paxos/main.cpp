// Five nodes on bad links. Two of them propose at the same time, one node is started anew in
// between, and another one is cut off. All who learn a value learn the same one.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "paxos.hpp"
#include "provided/demo.hpp"

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kNodes = 5;
constexpr auto kRetryAfter = 300ms;

std::string name_of(NodeId node) { return "node " + std::to_string(node); }

// The nodes, with what survives of each when it is started anew.
struct Group {
  explicit Group(std::uint32_t seed)
      : seed(seed),
        network(
            kNodes,
            {.delay_min = 20ms, .delay_max = 120ms, .loss = 0.2, .duplication = 0.1, .seed = seed}),
        stores(kNodes),
        nodes(kNodes) {
    for (NodeId node = 0; node < kNodes; ++node) start(node);
  }

  void start(NodeId node) {
    nodes[node] = std::make_unique<PaxosNode>(network.endpoint(node), kNodes, stores[node],
                                              kRetryAfter, Random(seed + node));
  }

  const std::uint32_t seed;
  Network<PaxosMessage> network;
  std::vector<StableStore<AcceptorState>> stores;
  std::vector<std::unique_ptr<PaxosNode>> nodes;
};

void propose(Group& group, NodeId node, int value) {
  say(name_of(node), "proposes {}", value);
  const std::optional<int> chosen = group.nodes[node]->propose(value);  // A place for a breakpoint.
  if (chosen) {
    say(name_of(node), "has learned that {} is chosen", *chosen);
  } else {
    say(name_of(node), "was stopped");
  }
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const std::uint32_t seed = seed_from(argc, argv);
  RandomNumbers random(seed);
  Group group(seed);
  const int first_value = random.next();
  const int second_value = random.next();
  group.network.isolate(2);
  say("main", "cuts off node 2");

  std::thread first([&] { propose(group, 0, first_value); });
  std::thread second([&] { propose(group, 4, second_value); });
  std::this_thread::sleep_for(random.next_pause(200ms));
  say("main", "stops node 1");
  group.nodes[1]->stop();
  std::this_thread::sleep_for(200ms);
  group.start(1);
  say("main", "starts node 1 again, with its store");
  first.join();
  second.join();

  group.network.heal();
  say("main", "heals the links");
  propose(group, 2, random.next());  // Too late for its own value.
  for (NodeId node = 0; node < kNodes; ++node) {
    const std::optional<int> chosen = group.nodes[node]->chosen();
    say(name_of(node), "knows: {}", chosen ? std::to_string(*chosen) : "nothing");
  }
  say("main", "{} messages", group.network.traffic().sent.messages);
}
