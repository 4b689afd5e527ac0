// What the tests of 2.8 share.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "gossip.hpp"
#include "interleave/observer.hpp"
#include "provided/network.hpp"
#include "stopwatch.hpp"
#include "workbook_test.hpp"

namespace under_test {

// EXPLORE_WITH, for programs with a network: each message multiplies what can come before what, so
// the budget is smaller, and a node that never comes to rest is found earlier. One takes few
// schedules of much, the other more schedules of threads that use one node.
#define EXPLORE_NODES(...) EXPLORE_SO_MANY(16, __VA_ARGS__)
#define EXPLORE_THREADS(...) EXPLORE_SO_MANY(60, __VA_ARGS__)
#define EXPLORE_SO_MANY(n, ...)                                                                   \
  EXPLORE_WITH(.schedules_max = (n), .samples = (n), __VA_OPT__(__VA_ARGS__, ).steps_max = 8'000, \
               .steps_in_all_max = 60'000)

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""ns;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""us;

inline constexpr std::chrono::milliseconds kRetryAfter(100);

using Numbers = std::set<int>;
using Gossip = Network<GossipMessage>;

// For each node its neighbours.
using Topology = std::vector<std::vector<NodeId>>;

inline void link(Topology& topology, NodeId a, NodeId b) {
  topology.at(a).push_back(b);
  topology.at(b).push_back(a);
}

// Node 0 is linked to 1, 1 to 2, and so on.
inline Topology line_of(std::size_t nodes) {
  Topology topology(nodes);
  for (NodeId node = 1; node < nodes; ++node) link(topology, node - 1, node);
  return topology;
}

// A line whose ends are linked, too. Requires: nodes > 2.
inline Topology ring_of(std::size_t nodes) {
  Topology topology = line_of(nodes);
  link(topology, nodes - 1, 0);
  return topology;
}

// Node 0 is linked to all others, and they to nobody else.
inline Topology star_of(std::size_t nodes) {
  Topology topology(nodes);
  for (NodeId node = 1; node < nodes; ++node) link(topology, 0, node);
  return topology;
}

// A node for each node of a topology, on a network of its own.
struct Cluster {
  explicit Cluster(const Topology& topology, const NetworkSettings& settings = {},
                   std::chrono::nanoseconds retry_after = kRetryAfter)
      : network(topology.size(), settings) {
    make_nodes(topology, retry_after);
  }

  Cluster(const Topology& topology, Gossip::Faults faults,
          std::chrono::nanoseconds retry_after = kRetryAfter)
      : network(topology.size(), {}, std::move(faults)) {
    make_nodes(topology, retry_after);
  }

  GossipNode& operator[](NodeId node) { return *nodes.at(node); }

  // Expects that each node has these numbers, and no others.
  void expect_all_know(const Numbers& numbers) {
    for (const auto& node : nodes) EXPECT_EQ(node->read(), numbers);
  }

  // Returns how many messages have set out from one node to another, or anywhere.
  std::uint64_t sent(NodeId from, NodeId to) const {
    return network.traffic(from, to).sent.messages;
  }
  std::uint64_t sent() const { return network.traffic().sent.messages; }

  // Waits for an hour, in which all that is to be sent again is sent again. Expects that in the
  // hour after that nobody sends anything.
  void expect_rest() {
    until_others_wait();
    const std::uint64_t before = sent();
    until_others_wait();
    EXPECT_EQ(sent(), before) << "somebody sends, although all is acknowledged";
  }

  void stop() {
    for (const auto& node : nodes) node->stop();
  }

  Gossip network;
  std::vector<std::unique_ptr<GossipNode>> nodes;  // After the network: they are destroyed first.

 private:
  void make_nodes(const Topology& topology, std::chrono::nanoseconds retry_after) {
    for (NodeId node = 0; node < topology.size(); ++node) {
      nodes.push_back(
          std::make_unique<GossipNode>(network.endpoint(node), topology.at(node), retry_after));
    }
  }
};

// Decides what becomes of each message, and keeps notes of it. Copies share the notes.
class Wire {
 public:
  using Decide = std::function<Fate(const Passage<GossipMessage>&)>;

  // What has set out on a link, and when: counted from when the wire was made.
  struct Note {
    Elapsed at;
    GossipMessage message;
  };

  explicit Wire(Decide decide) : notes_(std::make_shared<Notes>(std::move(decide))) {}

  Fate operator()(const Passage<GossipMessage>& passage) const {
    std::lock_guard lock(notes_->mutex);
    notes_->of_link[{passage.from, passage.to}].push_back({notes_->watch.time(), passage.message});
    return notes_->decide(passage);
  }

  // Returns the times at which messages have set out from one node to another.
  std::vector<Elapsed> times(NodeId from, NodeId to) const {
    std::lock_guard lock(notes_->mutex);
    std::vector<Elapsed> times;
    for (const Note& note : notes_->of_link[{from, to}]) times.push_back(note.at);
    return times;
  }

  // Returns the n-th message from one node to another, counted from 1, as a late copy would be.
  GossipMessage copy_of(NodeId from, NodeId to, std::size_t n) const {
    std::lock_guard lock(notes_->mutex);
    return notes_->of_link[{from, to}].at(n - 1).message;
  }

 private:
  struct Notes {
    explicit Notes(Decide decide) : decide(std::move(decide)) {}

    const Decide decide;
    const Stopwatch watch;
    std::mutex mutex;
    std::map<std::pair<NodeId, NodeId>, std::vector<Note>> of_link;
  };

  std::shared_ptr<Notes> notes_;
};

// Loses the first `n` messages from one node to another, and nothing else.
inline Wire::Decide loses_the_first(std::uint64_t n, NodeId from, NodeId to) {
  return [=](const Passage<GossipMessage>& passage) {
    return Fate{.lost = passage.from == from && passage.to == to && passage.number <= n};
  };
}

inline Fate nothing_is_lost(const Passage<GossipMessage>&) { return {}; }

}  // namespace under_test
