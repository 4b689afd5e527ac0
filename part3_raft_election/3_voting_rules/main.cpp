// Five servers elect a leader, again and again, with the rules alone: no threads. One message after
// the other is delivered, in an order that a seed decides; some are lost. Each line says what
// happened and what the server is then.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "provided/demo.hpp"
#include "provided/raft_words.hpp"
#include "voting_rules.hpp"

namespace {

constexpr std::size_t kServers = 5;
constexpr int kElections = 4;
constexpr std::uint32_t kOneInSoManyIsLost = 8;

// A message on its way.
struct Sent {
  ServerId from = 0;
  ServerId to = 0;
  RaftMessage message;
};

class Cluster {
 public:
  explicit Cluster(std::uint32_t seed) : random_(seed) {
    for (ServerId self = 0; self < kServers; ++self) {
      State state;
      state.self = self;
      state.cluster_size = kServers;
      servers_.push_back(state);
    }
  }

  // Somebody who does not lead times out; every third time, two do at once.
  void begin_an_election() {
    const std::size_t candidates = draw(3) == 0 ? 2 : 1;
    for (std::size_t i = 0; i < candidates; ++i) {
      ServerId server = draw(kServers);
      if (servers_[server].role == Role::kLeader) server = (server + 1) % kServers;
      const RequestVote request = on_timeout(servers_[server]);  // A good place for a breakpoint.
      tell(server, "times out");
      send_to_all(server, request);
    }
  }

  // Delivers what is on its way, until nothing is.
  void deliver_all() {
    while (!on_their_way_.empty()) {
      const std::size_t place = draw(static_cast<std::uint32_t>(on_their_way_.size()));
      const Sent sent = on_their_way_[place];
      on_their_way_.erase(on_their_way_.begin() + static_cast<std::ptrdiff_t>(place));
      if (draw(kOneInSoManyIsLost) == 0) {
        say("network", "loses {} to server {}", in_words(sent.message), sent.to);
      } else {
        deliver(sent);
      }
    }
  }

  // Says who leads in the newest term, if anybody does.
  void say_who_leads() const {
    const State* newest = nullptr;
    for (const State& server : servers_) {
      const bool leads = server.role == Role::kLeader;
      if (leads && (!newest || server.current_term > newest->current_term)) newest = &server;
    }
    if (newest) say("main", "server {} leads in term {}", newest->self, newest->current_term);
    if (!newest) say("main", "nobody leads: the next one to time out tries again");
  }

 private:
  std::uint32_t draw(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

  void tell(ServerId server, const std::string& what) const {
    say("server " + std::to_string(server), "{:<52} {}", what,
        in_words(servers_[server]).substr(10));
  }

  void send_to_all(ServerId from, const RaftMessage& message) {
    for (ServerId to = 0; to < kServers; ++to) {
      if (to != from) on_their_way_.push_back({from, to, message});
    }
  }

  void deliver(const Sent& sent) {
    State& state = servers_[sent.to];
    const Role before = state.role;
    if (const auto* request = std::get_if<RequestVote>(&sent.message)) {
      on_their_way_.push_back({sent.to, sent.from, on_request_vote(state, *request)});
    } else if (const auto* reply = std::get_if<VoteReply>(&sent.message)) {
      on_vote_reply(state, sent.from, *reply);
    } else if (const auto* heartbeat = std::get_if<Heartbeat>(&sent.message)) {
      on_heartbeat(state, *heartbeat);  // Its answer would be the node's business, in 3.4.
    }
    tell(sent.to, in_words(sent.message));
    const bool elected = before != Role::kLeader && state.role == Role::kLeader;
    if (elected) send_to_all(sent.to, Heartbeat{state.current_term, sent.to});
  }

  std::mt19937 random_;
  std::vector<State> servers_;
  std::vector<Sent> on_their_way_;
};

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  Cluster cluster(seed_from(argc, argv));
  for (int election = 1; election <= kElections; ++election) {
    say("main", "election {}", election);
    cluster.begin_an_election();
    cluster.deliver_all();
    cluster.say_who_leads();
  }
}
