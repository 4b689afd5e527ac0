// What the tests of 3.4 share.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "cluster.hpp"
#include "election_invariants.hpp"
#include "leader_election.hpp"
#include "provided/raft_words.hpp"
#include "provided/seeded_faults.hpp"
#include "stopwatch.hpp"
#include "workbook_test.hpp"

namespace under_test {

// EXPLORE_WITH, with budgets by counts. In a script the test plays all servers but one, and there
// is little to choose; a cluster is sampled.
#define EXPLORE_SCRIPT(...) EXPLORE_SO_MANY(60, 20, __VA_ARGS__)
#define EXPLORE_CLUSTER(...) EXPLORE_SO_MANY(4, 12, __VA_ARGS__)
#define EXPLORE_SO_MANY(searched, sampled, ...)                   \
  EXPLORE_WITH(.schedules_max = (searched), .samples = (sampled), \
               __VA_OPT__(__VA_ARGS__, ).steps_max = 60'000, .steps_in_all_max = 120'000)

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using std::this_thread::sleep_for;

using Net = Network<RaftMessage>;
using Store = StableStore<Vote>;
using Servers = Cluster<RaftNode, RaftMessage, Vote, RaftSettings>;
using Moment = Servers::Moment;

// A status that a message can show.
struct Says {
  Says(Role role, Term term, std::optional<ServerId> leader = {})
      : role(role), term(term), leader(leader) {}
  explicit Says(const Status& status) : Says(status.role, status.term, status.leader) {}

  bool operator==(const Says&) const = default;

  friend std::ostream& operator<<(std::ostream& out, const Says& says) {
    out << in_words(says.role) << " in term " << says.term;
    if (says.leader) return out << ", server " << *says.leader << " leads";
    return out << ", nobody leads";
  }

  Role role;
  Term term;
  std::optional<ServerId> leader;
};

// Tells the invariants what a cluster does.
class Watched : public ClusterObserver<RaftMessage, Vote> {
 public:
  explicit Watched(std::size_t size) : invariants(size) {}

  void sets_out(const Passage<RaftMessage>& passage) override { invariants.sets_out(passage); }
  void saved(NodeId server, const Vote& vote) override {
    invariants.saved(server, vote.current_term, vote.voted_for);
  }
  void crashed(NodeId server) override { invariants.crashed(server); }
  void begins(NodeId server) override { invariants.begins(server); }

  // Asks the server, and has the answer checked.
  Says ask(const RaftNode& node, ServerId server) {
    const Says says(node.status());
    invariants.said(server, says.role, says.term, says.leader);
    return says;
  }

  ElectionInvariants invariants;
};

// The time-out where a test knows it in advance: from the least to the greatest it is the same.
inline constexpr Duration kTimeout = std::chrono::milliseconds(100);
inline constexpr Duration kHeartbeat = std::chrono::milliseconds(30);

// Any server has answered by then, and no timer has fired that was begun just now.
inline constexpr Duration kSoon = std::chrono::milliseconds(5);

// So long a test waits for what needs a few time-outs at most.
inline constexpr Duration kLong = 10 * kTimeout;

inline RaftSettings all_alike() { return {kTimeout, kTimeout, kHeartbeat}; }

// A cluster in which one server is real, the last one, and the test plays all others, message by
// message. No message takes time.
class OneServer : public Watched {
 public:
  // The server remembers `left`, and is started.
  explicit OneServer(std::size_t size = 3, const std::optional<Vote>& left = {},
                     const RaftSettings& settings = all_alike(), NetworkSettings network = {})
      : Watched(size),
        self(size - 1),
        servers(
            size, network, [](const auto&) { return Fate{}; }, *this, settings, 1) {
    for (ServerId peer = 0; peer < self; ++peer) invariants.plays(peer);
    servers.make(self, left);
    servers.start(self);
  }

  Says status() { return ask(servers[self], self); }

  Endpoint<RaftMessage>& endpoint(ServerId peer) { return servers.network.endpoint(peer); }

  void send(ServerId peer, const RaftMessage& message) { endpoint(peer).send(self, message); }

  // Returns the next message of this kind that the server sends to `peer`, if it comes in time.
  // What comes before it is of no interest.
  template <typename Kind>
  std::optional<Kind> next(ServerId peer, Duration longest = kLong) {
    const auto end = std::chrono::steady_clock::now() + longest;
    while (const auto delivery = endpoint(peer).receive_until(end)) {
      if (const Kind* message = std::get_if<Kind>(&delivery->message)) return *message;
    }
    return std::nullopt;
  }

  // Whatever the server has sent to anybody until now is of no interest.
  void forget() {
    for (ServerId peer = 0; peer < self; ++peer) {
      while (endpoint(peer).try_receive()) {
      }
    }
  }

  // `peer` asks for a vote. Returns the answer, if there is one.
  std::optional<VoteReply> ask_for_vote(ServerId peer, Term term) {
    send(peer, RequestVote{term, peer, 0, 0});
    return next<VoteReply>(peer, kSoon);
  }

  // `peer` says that it leads. Returns the answer, if there is one.
  std::optional<HeartbeatReply> say_who_leads(ServerId peer, Term term) {
    send(peer, Heartbeat{term, peer});
    return next<HeartbeatReply>(peer, kSoon);
  }

  void expect_granted(ServerId peer, Term term) {
    const auto reply = ask_for_vote(peer, term);
    ASSERT_TRUE(reply) << "server " << peer << " gets no answer";
    EXPECT_EQ(in_words(*reply), in_words(VoteReply{term, true}));
  }

  // It may also give no answer.
  void expect_not_granted(ServerId peer, Term term, Term own_term) {
    if (const auto reply = ask_for_vote(peer, term)) {
      EXPECT_EQ(in_words(*reply), in_words(VoteReply{own_term, false}));
    }
  }

  void expect_followed(ServerId peer, Term term) {
    const auto reply = say_who_leads(peer, term);
    ASSERT_TRUE(reply) << "server " << peer << " gets no answer";
    EXPECT_EQ(in_words(*reply), in_words(HeartbeatReply{term, true}));
    EXPECT_EQ(status(), Says(Role::kFollower, term, peer));
  }

  // It may also give no answer.
  void expect_not_followed(ServerId peer, Term term, Term own_term) {
    if (const auto reply = say_who_leads(peer, term)) {
      EXPECT_EQ(in_words(*reply), in_words(HeartbeatReply{own_term, false}));
    }
  }

  // Waits until the server asks all others for their votes, in a term in which it has not yet
  // asked. Returns the term.
  Term candidacy() {
    const Term before = asked_;
    for (ServerId peer = 0; peer < self; ++peer) {
      std::optional<RequestVote> request = next<RequestVote>(peer);
      while (request && request->term <= before) request = next<RequestVote>(peer);
      interleave::check(request.has_value(), "the server asks nobody for a vote");
      asked_ = request->term;
    }
    return asked_;
  }

  // Lets the server become the leader. Returns the term.
  Term leadership() {
    const Term term = candidacy();
    for (ServerId peer = 0; peer < self; ++peer) send(peer, VoteReply{term, true});
    interleave::check(next<Heartbeat>(0, kTimeout).has_value(), "the server does not lead");
    return term;
  }

  const ServerId self;
  Servers servers;

 private:
  Term asked_ = 0;  // The term of the last candidacy.
};

// ---- Whole clusters: every server is real. ----

// "A few time-outs", with room for those who split the votes again and again.
inline constexpr Duration kFewTimeouts = std::chrono::seconds(6);

// How often a test looks at the servers.
inline constexpr Duration kLook = std::chrono::milliseconds(20);

inline NetworkSettings slow_links(std::uint64_t seed) {
  return {.delay_min = std::chrono::milliseconds(1),
          .delay_max = std::chrono::milliseconds(12),
          .seed = seed};
}

class Election : public Watched {
 public:
  // No server is started yet. The times are the paper's; the seed is that of timers and network.
  explicit Election(std::size_t size, std::uint64_t seed = 1) : Election(size, slow_links(seed)) {}

  Election(std::size_t size, const NetworkSettings& network, const RaftSettings& settings = {})
      : Election(size, network, SeededFaults(network), settings) {}

  Election(std::size_t size, const NetworkSettings& network, Net::Faults faults,
           const RaftSettings& settings = {})
      : Watched(size),
        servers(size, network, std::move(faults), *this, settings, network.seed),
        net(servers.network) {}

  std::size_t size() const { return servers.size(); }
  std::size_t majority() const { return size() / 2 + 1; }

  Says status(ServerId id) { return ask(servers[id], id); }

  // Returns who leads: it says so, and with it a majority of all says so.
  std::optional<ServerId> leader() {
    std::vector<Says> all;
    for (ServerId id = 0; id < size(); ++id) {
      if (servers.runs(id)) all.push_back(status(id));
    }
    for (const Says& one : all) {
      if (one.role != Role::kLeader) continue;
      const auto agrees = [&](const Says& other) {
        return other.term == one.term && other.leader == one.leader;
      };
      const auto count = std::count_if(all.begin(), all.end(), agrees);
      if (static_cast<std::size_t>(count) >= majority()) return one.leader;
    }
    return std::nullopt;
  }

  // Waits until somebody leads, and returns who.
  ServerId wait_for_leader() {
    for (Duration time{}; time < kFewTimeouts; time += kLook) {
      if (const auto id = leader()) return *id;
      sleep_for(kLook);
    }
    interleave::check(false, "nobody leads after so many time-outs");
    return 0;
  }

  // The same, and all that run follow.
  ServerId wait_until_all_follow() {
    for (Duration time{}; time < kFewTimeouts; time += kLook) {
      const auto id = leader();
      if (id && all_follow(*id)) return *id;
      sleep_for(kLook);
    }
    interleave::check(false, "not all follow one leader after so many time-outs");
    return 0;
  }

  bool all_follow(ServerId leader) {
    const Term term = status(leader).term;
    for (ServerId id = 0; id < size(); ++id) {
      if (!servers.runs(id)) continue;
      const Says says = status(id);
      if (says.term != term || says.leader != leader) return false;
    }
    return true;
  }

  // Lets time pass, and looks at all servers meanwhile: the invariants are checked.
  void watch(Duration time) {
    for (Duration passed{}; passed < time; passed += kLook) {
      for (ServerId id = 0; id < size(); ++id) {
        if (servers.runs(id)) status(id);
      }
      sleep_for(kLook);
    }
  }

  // Cuts all links between these servers and the others.
  void part(const std::vector<ServerId>& some) {
    for (ServerId id = 0; id < size(); ++id) {
      if (std::find(some.begin(), some.end(), id) != some.end()) continue;
      for (const ServerId one : some) net.cut(one, id);
    }
  }

  Servers servers;
  Net& net;
};

}  // namespace under_test
