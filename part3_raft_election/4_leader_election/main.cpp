// Five servers on real threads elect a leader. It is stopped, another one is elected, and the first
// one comes back; then the leader is cut off, and comes back as well. A line tells of each change.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "leader_election.hpp"
#include "provided/demo.hpp"
#include "provided/raft_words.hpp"

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kServers = 5;

std::string name_of(ServerId server) { return "server " + std::to_string(server); }

std::string in_words(const Status& status) {
  return in_words(status.role) + " in term " + std::to_string(status.term) +
         (status.leader ? ", " + name_of(*status.leader) + " leads" : ", knows of no leader");
}

class Cluster {
 public:
  explicit Cluster(std::uint32_t seed)
      : network(kServers, {.delay_min = 2ms, .delay_max = 15ms, .seed = seed}),
        stores_(kServers),
        said_(kServers) {
    for (ServerId id = 0; id < kServers; ++id) {
      nodes_.push_back(std::make_unique<RaftNode>(network.endpoint(id), kServers, stores_[id],
                                                  Random(seed + id)));
      nodes_[id]->start();
    }
  }

  RaftNode& operator[](ServerId id) { return *nodes_[id]; }

  // Looks at all servers for so long, and tells what has changed. Returns who leads in the newest
  // term.
  std::optional<ServerId> watch(std::chrono::milliseconds time) {
    for (const auto end = std::chrono::steady_clock::now() + time;
         std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(2ms)) {
      for (ServerId id = 0; id < kServers; ++id) tell_if_new(id);
    }
    std::optional<ServerId> leader;
    Term newest = 0;
    for (const auto& node : nodes_) {
      const Status status = node->status();
      if (status.term >= newest && status.leader) leader = status.leader;
      newest = std::max(newest, status.term);
    }
    return leader;
  }

  Network<RaftMessage> network;

 private:
  void tell_if_new(ServerId id) {
    const std::string now = in_words(nodes_[id]->status());  // A good place for a breakpoint.
    if (now != said_[id]) say(name_of(id), "{}", now);
    said_[id] = now;
  }

  std::vector<StableStore<Vote>> stores_;
  std::vector<std::unique_ptr<RaftNode>> nodes_;
  std::vector<std::string> said_;
};

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  Cluster cluster(seed_from(argc, argv));
  const ServerId first = cluster.watch(900ms).value_or(0);
  say("main", "stops server {}", first);
  cluster[first].stop();
  const ServerId second = cluster.watch(900ms).value_or(0);
  say("main", "starts server {} again", first);
  cluster[first].start();
  cluster.watch(300ms);
  say("main", "cuts server {} off", second);
  cluster.network.isolate(second);
  cluster.watch(900ms);
  say("main", "heals all links");
  cluster.network.heal();
  cluster.watch(900ms);
  say("main", "{} messages", cluster.network.traffic().sent.messages);
}
