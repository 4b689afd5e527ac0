// Nine nodes in a grid of three by three, on links that lose every fourth message. Some nodes tell
// a number, and the grid below shows who knows how many. A link is cut for a while, and in the end
// all is quiet.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gossip.hpp"
#include "provided/demo.hpp"

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kWidth = 3;
constexpr std::size_t kNodes = kWidth * kWidth;
constexpr auto kRetryAfter = 300ms;
constexpr std::size_t kNumbers = 5;

std::vector<NodeId> neighbours_of(NodeId node) {
  std::vector<NodeId> neighbours;
  if (node >= kWidth) neighbours.push_back(node - kWidth);
  if (node % kWidth > 0) neighbours.push_back(node - 1);
  if (node % kWidth + 1 < kWidth) neighbours.push_back(node + 1);
  if (node + kWidth < kNodes) neighbours.push_back(node + kWidth);
  return neighbours;
}

using Nodes = std::vector<std::unique_ptr<GossipNode>>;

// Prints how many numbers each node knows, and how many messages there were. Returns whether all
// know as many as were told.
bool show(const Nodes& nodes, const Network<GossipMessage>& network, std::size_t told) {
  bool all_know = true;
  std::string picture;
  for (NodeId node = 0; node < kNodes; ++node) {
    const std::size_t known = nodes[node]->read().size();
    all_know = all_know && known == told;
    picture += std::to_string(known) + (node % kWidth + 1 == kWidth ? "   " : " ");
  }
  const Traffic traffic = network.traffic();
  say("grid", "{} {} messages, {} lost", picture, traffic.sent.messages, traffic.lost.messages);
  return all_know;
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const std::uint32_t seed = seed_from(argc, argv);
  RandomNumbers random(seed);
  Network<GossipMessage> network(
      kNodes, {.delay_min = 40ms, .delay_max = 100ms, .loss = 0.25, .seed = seed});
  Nodes nodes;
  for (NodeId node = 0; node < kNodes; ++node) {
    nodes.push_back(
        std::make_unique<GossipNode>(network.endpoint(node), neighbours_of(node), kRetryAfter));
  }

  network.isolate(kNodes - 1);
  say("main", "cuts all links of node {}", kNodes - 1);
  std::set<int> told;
  while (told.size() < kNumbers) {
    const NodeId node = static_cast<NodeId>(random.next()) % kNodes;
    const int number = random.next();
    told.insert(number);
    say("node " + std::to_string(node), "tells {}", number);
    nodes[node]->broadcast(number);  // A good place for a breakpoint.
    std::this_thread::sleep_for(200ms);
    show(nodes, network, told.size());
  }
  std::this_thread::sleep_for(600ms);
  show(nodes, network, kNumbers);
  network.heal();
  say("main", "heals the links");
  while (!show(nodes, network, kNumbers)) std::this_thread::sleep_for(200ms);
  say("main", "all know all; a second later:");
  std::this_thread::sleep_for(1s);
  show(nodes, network, kNumbers);
  for (const auto& node : nodes) node->stop();
}
