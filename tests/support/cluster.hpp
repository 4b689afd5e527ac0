// A cluster of servers on a simulated network, each with a store: servers are started and stopped,
// crash at a save, and come back with what they had saved. It knows nothing of what servers do.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "provided/network.hpp"
#include "provided/random.hpp"
#include "provided/stable_store.hpp"

namespace under_test {

// What a test wants to see of a cluster. Called in the threads that do it: a message's sender, with
// the inbox locked, and the saving server's.
template <typename Message, typename Saved>
class ClusterObserver {
 public:
  virtual ~ClusterObserver() = default;

  // A message sets out. A closed endpoint sends none.
  virtual void sets_out(const Passage<Message>& passage) = 0;

  // A server has saved this.
  virtual void saved(NodeId server, const Saved& state) = 0;

  // A server has crashed: what it saves from now on is lost.
  virtual void crashed(NodeId server) = 0;

  // A server begins, with what it has saved.
  virtual void begins(NodeId server) = 0;
};

// Server needs (endpoint, size, store, random, settings), start() and stop().
//
// Thread safety: one thread makes, starts, stops and restarts servers; other threads may call the
// servers meanwhile, but for one that is restarted just then.
template <typename Server, typename Message, typename Saved, typename Settings>
class Cluster {
 public:
  using Net = Network<Message>;
  using Store = StableStore<Saved>;
  using Moment = typename Store::Moment;
  using Observer = ClusterObserver<Message, Saved>;

  // No server is started yet. `faults` decides what becomes of messages.
  Cluster(std::size_t size, const NetworkSettings& network_settings, typename Net::Faults faults,
          Observer& observer, const Settings& settings, std::uint64_t seed)
      : network(size, network_settings,
                [&observer, faults = std::move(faults)](const Passage<Message>& passage) {
                  observer.sets_out(passage);
                  return faults(passage);
                }),
        observer_(observer),
        settings_(settings),
        seed_(seed),
        lives_(size) {}

  std::size_t size() const { return lives_.size(); }

  Server& operator[](NodeId id) { return *lives_.at(id)->server; }

  // Makes a server that remembers `left`, and does not start it.
  void make(NodeId id, const std::optional<Saved>& left = {}) {
    auto life = std::make_unique<Life>();
    if (left) {
      life->store.save(*left);
      observer_.saved(id, *left);
    }
    life->store.on_save([this, id, &life = *life](Moment moment) { on_save(id, life, moment); });
    const std::uint64_t seed = 1'000 * seed_ + 100 * former_.size() + id;
    life->server = std::make_unique<Server>(network.endpoint(id), size(), life->store, Random(seed),
                                            settings_);
    lives_.at(id) = std::move(life);
  }

  // Starts a server; makes it before, if it is not there.
  void start(NodeId id) {
    if (!lives_.at(id)) make(id);
    observer_.begins(id);
    lives_[id]->runs = true;
    lives_[id]->server->start();
  }

  void start_all() {
    for (NodeId id = 0; id < size(); ++id) start(id);
  }

  void stop(NodeId id) {
    lives_.at(id)->server->stop();
    lives_[id]->runs = false;
  }

  void stop_all() {
    for (NodeId id = 0; id < size(); ++id) {
      if (lives_[id]) stop(id);
    }
  }

  // It was started, and not stopped since.
  bool runs(NodeId id) const { return lives_.at(id) && lives_[id]->runs; }

  // Stops the server, and starts another one in its place, with what it has left behind.
  void replace(NodeId id) {
    stop(id);
    const std::optional<Saved> left = lives_[id]->crashed ? lives_[id]->left : saved(id);
    former_.push_back(std::move(lives_[id]));
    make(id, left);
    start(id);
  }

  // The server crashes at its n-th save from now on, just before or just after the state is saved:
  // its endpoint is closed, and what it saves then is lost. Until it is replaced, it is stopped
  // or has yet to learn of it.
  void crash_at_save(NodeId id, int n, Moment where) {
    lives_.at(id)->where = where;
    lives_[id]->saves_left = n;
  }

  bool has_crashed(NodeId id) const { return lives_.at(id)->crashed; }

  // What is in the server's store. Requires: it is stopped, or at rest.
  std::optional<Saved> saved(NodeId id) const { return lives_.at(id)->store.load(); }

  Net network;

 private:
  // A server from when it is made until another one takes its place.
  struct Life {
    Store store{};
    bool runs = false;
    std::atomic<int> saves_left = 0;  // Until it crashes; 0 if it does not.
    Moment where = Moment::kBefore;   // Set before saves_left.
    std::atomic<bool> crashed = false;
    std::optional<Saved> left{};       // What it has left behind. Written before `crashed`.
    std::unique_ptr<Server> server{};  // After what it refers to.
  };

  // Called in the server's thread.
  void on_save(NodeId id, Life& life, Moment moment) {
    if (life.crashed) return;
    if (moment == Moment::kAfter) observer_.saved(id, *life.store.load());
    const int left = life.saves_left;
    if (left == 0) return;
    if (left > 1 || moment != life.where) {
      if (moment == Moment::kAfter) life.saves_left = left - 1;
      return;
    }
    life.left = life.store.load();
    life.crashed = true;
    observer_.crashed(id);
    network.endpoint(id).close();
  }

  Observer& observer_;
  const Settings settings_;
  const std::uint64_t seed_;
  std::vector<std::unique_ptr<Life>> lives_;   // By the server's id.
  std::vector<std::unique_ptr<Life>> former_;  // Stopped, and destroyed at the end, when others
                                               // have their place.
};

}  // namespace under_test
