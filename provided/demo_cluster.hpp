// A cluster of servers on a simulated network, for programs to watch: servers crash and come back,
// links are cut, nodes are slow. It runs on real threads, and knows nothing of what servers do.
//
//   DemoCluster<RaftNode, RaftMessage, Vote, RaftSettings> cluster(5, {.seed = 7}, {}, 7);
//   cluster.start_all();
//   cluster.stop(2);         // A crash: only what it has saved is left.
//   cluster.cut_one_way(0, 1);
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "provided/network.hpp"
#include "provided/random.hpp"
#include "provided/seeded_faults.hpp"
#include "provided/stable_store.hpp"

// Server is made of (endpoint, size, store, random, settings), and has start() and stop().
//
// Thread safety: one thread makes, changes and destroys a cluster. The servers have threads of
// their own.
template <typename Server, typename Message, typename Saved, typename Settings>
class DemoCluster {
 public:
  // Is called with each message that sets out over a link that is whole, and with what will become
  // of it; it may change that. It is called in the sender's thread, by several threads at once, and
  // must not use the network.
  using Observer = std::function<void(const Passage<Message>&, Fate&)>;

  // Makes `size` servers that remember nothing, and starts none. Their random numbers, and those of
  // the network, come from `seed`. Throws what Network throws.
  DemoCluster(std::size_t size, NetworkSettings network, const Settings& settings,
              std::uint64_t seed, Observer observer = {})
      : settings_(settings),
        seeds_(seed),
        observer_(std::move(observer)),
        extra_delays_(size),
        cut_(size, std::vector<bool>(size)),
        network_(size, network,
                 [this, faults = SeededFaults(network)](const Passage<Message>& passage) {
                   return fate_of(faults, passage);
                 }),
        places_(size) {}

  // Stops all servers.
  ~DemoCluster() {
    for (NodeId id = 0; id < size(); ++id) stop(id);
  }

  DemoCluster(const DemoCluster&) = delete;
  DemoCluster& operator=(const DemoCluster&) = delete;

  // Returns the number of servers, whether they run or not.
  std::size_t size() const { return places_.size(); }

  // Returns a server; another start of it makes another one. Requires: it was started once.
  const Server& operator[](NodeId id) const { return *places_.at(id).server; }

  // Returns whether a server was started, and not stopped since.
  bool runs(NodeId id) const { return places_.at(id).runs; }

  // ---- Servers come and go. ----

  // Starts a new server in this place, with what the one before has saved. Does nothing if one
  // runs there.
  void start(NodeId id) { start(id, Random(seeds_())); }

  // The same, and these are its random numbers.
  void start(NodeId id, Random random) {
    Place& place = places_.at(id);
    if (place.runs) return;
    place.server.reset();
    place.server = std::make_unique<Server>(network_.endpoint(id), size(), place.store,
                                            std::move(random), settings_);
    place.server->start();
    place.runs = true;
  }

  // Starts all servers that do not run.
  void start_all() {
    for (NodeId id = 0; id < size(); ++id) start(id);
  }

  // Stops a server; what it has saved is kept. Does nothing if it does not run.
  void stop(NodeId id) {
    Place& place = places_.at(id);
    if (!place.runs) return;
    place.server->stop();
    place.runs = false;
  }

  // ---- Links ----

  // Cuts the link from one server to another; the way back stays as it is.
  void cut_one_way(NodeId from, NodeId to) {
    network_.cut_one_way(from, to);
    cut_.at(from).at(to) = true;
  }

  // Cuts the link between two servers, both ways.
  void cut(NodeId a, NodeId b) {
    cut_one_way(a, b);
    cut_one_way(b, a);
  }

  // Returns whether the link from one server to another is cut.
  bool is_cut(NodeId from, NodeId to) const { return cut_.at(from).at(to); }

  // From now on, all messages to and from this server take so much longer.
  void slow_down(NodeId id, Duration by) { extra_delays_.at(id) = by; }

  // Returns how much longer messages to and from this server take.
  Duration slowed_by(NodeId id) const { return extra_delays_.at(id); }

  // Ends all cuts and all slowness.
  void heal() {
    network_.heal();
    for (NodeId id = 0; id < size(); ++id) {
      cut_[id].assign(size(), false);
      slow_down(id, Duration(0));
    }
  }

  // Returns what the network has carried.
  Traffic traffic() const { return network_.traffic(); }

 private:
  // Where a server runs: what it saves outlives it.
  struct Place {
    StableStore<Saved> store{};
    std::unique_ptr<Server> server{};  // After what it refers to.
    bool runs = false;
  };

  // Called in the sender's thread.
  Fate fate_of(const SeededFaults& faults, const Passage<Message>& passage) const {
    Fate fate = faults(passage);
    const Duration extra = extra_delays_[passage.from].load() + extra_delays_[passage.to].load();
    fate.delay += extra;
    fate.second_delay += extra;
    if (observer_) observer_(passage, fate);
    return fate;
  }

  const Settings settings_;
  Random seeds_;
  const Observer observer_;
  std::vector<std::atomic<Duration>> extra_delays_;  // By server. Senders read them.
  std::vector<std::vector<bool>> cut_;               // From, to.
  Network<Message> network_;                         // After what its threads use.
  std::vector<Place> places_;
};

// Returns which links of a cluster are cut, and which servers are slow, in words.
template <typename Server, typename Message, typename Saved, typename Settings>
std::string links_in_words(const DemoCluster<Server, Message, Saved, Settings>& cluster) {
  std::string cuts;
  std::string slow;
  for (NodeId a = 0; a < cluster.size(); ++a) {
    for (NodeId b = 0; b < cluster.size(); ++b) {
      if (!cluster.is_cut(a, b)) continue;
      if (!cluster.is_cut(b, a)) cuts += " " + std::to_string(a) + ">" + std::to_string(b);
      if (cluster.is_cut(b, a) && a < b) cuts += " " + std::to_string(a) + "-" + std::to_string(b);
    }
    const auto by = std::chrono::duration_cast<std::chrono::milliseconds>(cluster.slowed_by(a));
    if (by.count() > 0)
      slow += " " + std::to_string(a) + " by " + std::to_string(by.count()) + " ms";
  }
  if (cuts.empty() && slow.empty()) return "No link is cut, and no server is slow.";
  return (cuts.empty() ? "" : "Cut:" + cuts + ".") +
         (slow.empty() ? "" : (cuts.empty() ? "Slow:" : "  Slow:") + slow + ".");
}
