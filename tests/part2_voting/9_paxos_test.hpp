// What the tests of 2.9 share.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "interleave/observer.hpp"
#include "paxos.hpp"
#include "provided/network.hpp"
#include "stopwatch.hpp"
#include "workbook_test.hpp"

namespace under_test {

// EXPLORE_WITH, for programs with a network: each message multiplies what can come before what, so
// the budget is smaller, and a node that never comes to rest is found earlier. A test in which the
// times of all messages are given has hardly anything left to choose.
#define EXPLORE_NODES(...) EXPLORE_SO_MANY(60, __VA_ARGS__)
#define EXPLORE_SCRIPT(...) EXPLORE_SO_MANY(14, __VA_ARGS__)
#define EXPLORE_SO_MANY(n, ...)                                                                    \
  EXPLORE_WITH(.schedules_max = (n), .samples = (n), __VA_OPT__(__VA_ARGS__, ).steps_max = 20'000, \
               .steps_in_all_max = 80'000)

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

using Store = StableStore<AcceptorState>;
using Net = Network<PaxosMessage>;
using Answer = std::optional<int>;

inline constexpr Duration kRetryAfter = std::chrono::milliseconds(100);

// What a message takes from one node to another, where a script says nothing else.
inline constexpr Duration kHop = std::chrono::milliseconds(10);

// Says when which messages are lost, held or doubled: by who sends to whom, and by the time at
// which a message sets out. It knows nothing of what is in a message. With it a test plays all but
// one of the nodes of a network, although they are nodes like that one.
//
// A lone proposer that begins at 0 sends what belongs to phase 1 at 0, and hears of it at 20 ms; it
// sends what belongs to phase 2 then, and hears of that at 40 ms.
class Script {
 public:
  static constexpr NodeId kAny = ~NodeId{0};

  // From `begin` on, and before `end`.
  struct When {
    Duration begin;
    Duration end;
  };

  // Loses what is sent from one node to another.
  Script& lose(NodeId from, NodeId to, When when) {
    return add(from, to, when, [](Duration) { return Fate{.lost = true}; });
  }

  // Loses what is sent between two nodes, both ways.
  Script& cut(NodeId a, NodeId b, When when) { return lose(a, b, when).lose(b, a, when); }

  // Only the first message arrives, and the others are lost.
  Script& only_one(NodeId from, NodeId to, When when) {
    const auto passed = std::make_shared<std::atomic<bool>>(false);
    return add(from, to, when, [passed](Duration) {
      return passed->exchange(true) ? Fate{.lost = true} : Fate{.delay = kHop};
    });
  }

  // Lets what is sent arrive at the time `until`.
  Script& hold(NodeId from, NodeId to, When when, Duration until) {
    return add(from, to, when, [until](Duration now) { return Fate{.delay = until - now}; });
  }

  // Lets what is sent take so long.
  Script& slow(NodeId from, NodeId to, When when, Duration delay) {
    return add(from, to, when, [delay](Duration) { return Fate{.delay = delay}; });
  }

  // Lets what is sent arrive twice, the second time so long after it was sent.
  Script& twice(NodeId from, NodeId to, When when, Duration second) {
    return add(from, to, when, [second](Duration) {
      return Fate{.delay = kHop, .doubled = true, .second_delay = second};
    });
  }

  Fate operator()(const Passage<PaxosMessage>& passage) const {
    const Duration now = std::chrono::steady_clock::now() - start_;
    const Fate fate = fate_of(passage, now);
    if (passage.from != passage.to) {
      interleave::tell(from_to(passage) + (fate.lost ? ": lost" : fate.doubled ? ": doubled" : ""));
    }
    return fate;
  }

 private:
  struct Rule {
    // What a node sends to itself is its own business.
    bool matches(NodeId sender, NodeId receiver, Duration now) const {
      return sender != receiver && (from == kAny || from == sender) &&
             (to == kAny || to == receiver) && now >= when.begin && now < when.end;
    }

    NodeId from;
    NodeId to;
    When when;
    std::function<Fate(Duration now)> fate;
  };

  static std::string from_to(const Passage<PaxosMessage>& passage) {
    return "node " + std::to_string(passage.from) + " to node " + std::to_string(passage.to);
  }

  Fate fate_of(const Passage<PaxosMessage>& passage, Duration now) const {
    for (const Rule& rule : rules_) {
      if (rule.matches(passage.from, passage.to, now)) return rule.fate(now);
    }
    return Fate{.delay = kHop};
  }

  Script& add(NodeId from, NodeId to, When when, std::function<Fate(Duration)> fate) {
    rules_.push_back({from, to, when, std::move(fate)});
    return *this;
  }

  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::vector<Rule> rules_;  // The first that matches decides.
};

// Nodes on a network of their own, each with its store.
struct Group {
  explicit Group(std::size_t size, const NetworkSettings& settings = {}, std::uint64_t seed = 1)
      : network(size, settings), seed(seed) {
    make_all(size);
  }
  Group(std::size_t size, Net::Faults faults, std::vector<Duration> patience = {},
        std::uint64_t seed = 1)
      : network(size, {}, std::move(faults)), patience(std::move(patience)), seed(seed) {
    make_all(size);
  }

  PaxosNode& operator[](NodeId node) { return *lives.at(node).node; }

  // Proposes, and notes what was proposed and learned. What a crashed node returns, nobody hears.
  Answer propose(NodeId node, int value) {
    PaxosNode* proposer = nullptr;
    std::shared_ptr<std::atomic<bool>> crashed;
    {
      std::lock_guard lock(mutex);
      proposed.insert(value);
      proposer = lives.at(node).node.get();
      crashed = lives[node].crashed;
    }
    const Answer answer = proposer->propose(value);
    std::lock_guard lock(mutex);
    if (answer && !*crashed) learned.insert(*answer);
    return answer;
  }

  // Stops the node and makes it again with what is in its store. Of a node that has crashed, it is
  // what was there when it crashed.
  void restart(NodeId node) {
    lives.at(node).node->stop();
    std::lock_guard lock(mutex);
    former.push_back(std::move(lives[node]));
    const Life& before = former.back();
    make(node, copy_of(*before.crashed ? *before.left : *before.store));
  }

  // Lets the node crash at its n-th save, before or after the state is saved.
  void crash_at_save(NodeId node, int n, Store::Moment where) {
    Life& life = lives.at(node);
    life.left = copy_of(*life.store);
    const auto crash = [this, node, crashed = life.crashed, store = life.store.get(),
                        left = life.left.get()] {
      *crashed = true;
      network.endpoint(node).close();
      if (const auto state = store->load()) left->save(*state);
    };
    life.store->on_save([n, where, crash, saves = 0](Store::Moment moment) mutable {
      if (moment == Store::Moment::kBefore) ++saves;
      if (saves != n || moment != where) return;
      crash();
      ++saves;  // It crashes once.
    });
  }

  // Expects that all who have learned a value have learned the same one, and that somebody has
  // proposed it.
  void expect_agreement() {
    std::lock_guard lock(mutex);
    for (const auto* some : {&lives, &former}) {
      for (const Life& life : *some) {
        if (*life.crashed) continue;
        if (const Answer answer = life.node->chosen()) learned.insert(*answer);
      }
    }
    if (learned.size() > 1) {
      ADD_FAILURE() << "nodes have learned different values: " << testing::PrintToString(learned);
    }
    for (const int value : learned) {
      EXPECT_TRUE(proposed.contains(value)) << "nobody has proposed " << value;
    }
  }

  // The same, and somebody has learned it.
  void expect_a_choice() {
    expect_agreement();
    EXPECT_FALSE(learned.empty()) << "nobody has learned a value";
  }

  std::uint64_t sent() const { return network.traffic().sent.messages; }

  // A node from when it is made until it is stopped.
  struct Life {
    std::unique_ptr<Store> store;
    std::unique_ptr<Store> left{};  // What it leaves behind when it crashes.
    std::shared_ptr<std::atomic<bool>> crashed = std::make_shared<std::atomic<bool>>(false);
    std::unique_ptr<PaxosNode> node{};  // After what it refers to.
  };

  Net network;
  const std::vector<Duration> patience;  // Each node's retry_after, where it is another one.
  const std::uint64_t seed;

  std::mutex mutex;
  std::set<int> proposed;      // Guarded by mutex, as all below.
  std::set<int> learned;       // By those who have proposed.
  std::vector<Life> lives;     // By the node's id.
  std::vector<Life> former{};  // Stopped, and destroyed at the end, when others have their place.

 private:
  static std::unique_ptr<Store> copy_of(const Store& store) {
    auto copy = std::make_unique<Store>();
    if (const auto state = store.load()) copy->save(*state);
    return copy;
  }

  void make_all(std::size_t size) {
    lives.resize(size);
    former.reserve(16);
    for (NodeId node = 0; node < size; ++node) make(node, std::make_unique<Store>());
  }

  void make(NodeId node, std::unique_ptr<Store> store) {
    const Duration retry_after = node < patience.size() ? patience[node] : kRetryAfter;
    const std::uint64_t own_seed = 1'000 * seed + 100 * former.size() + node;
    Life life{.store = std::move(store)};
    life.node = std::make_unique<PaxosNode>(network.endpoint(node), lives.size(), *life.store,
                                            retry_after, Random(own_seed));
    lives[node] = std::move(life);
  }
};

// A role that proposes when `when` has passed.
inline std::function<void()> proposes(Group& group, NodeId node, int value, Duration when = {}) {
  return [&group, node, value, when] {
    std::this_thread::sleep_for(when);
    group.propose(node, value);
  };
}

}  // namespace under_test
