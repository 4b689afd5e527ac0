// A small model checker over the rules of 3.3: all sequences of a few events on two and three
// servers. A message that was sent stays on its way: it may be delivered at any later time, any
// number of times, or never. So loss, doubling, delay and every order are among the sequences.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "3_voting_rules_test.hpp"

namespace under_test {
namespace {

struct Sent {
  ServerId from = 0;
  ServerId to = 0;
  RaftMessage message;
};

// All that there is at one moment.
struct World {
  std::vector<State> servers;
  std::vector<Sent> sent;  // Each message once, in the order in which they set out.
  std::string sent_key;    // The same in one character each, in rising order.
};

// Returns a character that no other message of these small clusters has.
char character_for(const Sent& sent) {
  Term term = 0;
  if (const auto* request = std::get_if<RequestVote>(&sent.message)) term = request->term;
  if (const auto* heartbeat = std::get_if<Heartbeat>(&sent.message)) term = heartbeat->term;
  std::size_t kind = sent.message.index();
  if (const auto* reply = std::get_if<VoteReply>(&sent.message)) {
    term = reply->term;
    kind = reply->granted ? 1 : 3;
  }
  return static_cast<char>(((term * 4 + kind) * 3 + sent.from) * 3 + sent.to);
}

// What tells two worlds apart. Who granted matters only for a candidate.
std::string key_of(const World& world) {
  std::string key;
  for (const State& server : world.servers) {
    unsigned votes = 0;
    for (const ServerId voter : server.votes) votes |= 1u << voter;
    if (server.role != Role::kCandidate) votes = 0;
    key += static_cast<char>(server.current_term);
    key += static_cast<char>(server.voted_for ? *server.voted_for + 1 : 0);
    key += static_cast<char>(static_cast<unsigned>(server.role) * 8 + votes);
  }
  return key + world.sent_key;
}

void send(World& world, const Sent& message) {
  const char character = character_for(message);
  const std::size_t place = static_cast<std::size_t>(
      std::lower_bound(world.sent_key.begin(), world.sent_key.end(), character) -
      world.sent_key.begin());
  const bool known = place < world.sent_key.size() && world.sent_key[place] == character;
  if (known) return;  // It is on its way already, and may come twice anyway.
  world.sent_key.insert(place, 1, character);
  world.sent.push_back(message);
}

void send_to_all(World& world, ServerId from, const RaftMessage& message) {
  for (ServerId to = 0; to < world.servers.size(); ++to) {
    if (to != from) send(world, {from, to, message});
  }
}

// ---- Events. Each is what a node would do, with the rules under test. ----

// A server that has just become a leader tells all others (5.2).
void lead(World& world, const State& before) {
  const State& after = world.servers[before.self];
  const bool new_leader = after.role == Role::kLeader && (before.role != Role::kLeader ||
                                                          before.current_term < after.current_term);
  if (new_leader) send_to_all(world, before.self, Heartbeat{after.current_term, before.self});
}

void time_out(World& world, ServerId server) {
  const State before = world.servers[server];
  const RequestVote request = on_timeout(world.servers[server]);
  send_to_all(world, server, request);
  lead(world, before);
}

// A server remembers its term and its vote (Figure 2, persistent state), and nothing else.
void restart(World& world, ServerId server) {
  world.servers[server].role = Role::kFollower;
  world.servers[server].votes.clear();
}

void deliver(World& world, const Sent& sent) {
  State& state = world.servers[sent.to];
  const State before = state;
  if (const auto* request = std::get_if<RequestVote>(&sent.message)) {
    const VoteReply reply = on_request_vote(state, *request);
    send(world, {sent.to, sent.from, reply});
  } else if (const auto* reply = std::get_if<VoteReply>(&sent.message)) {
    on_vote_reply(state, sent.from, *reply);
  } else if (const auto* heartbeat = std::get_if<Heartbeat>(&sent.message)) {
    on_heartbeat(state, *heartbeat);  // Its answer has no rule here.
  }
  lead(world, before);
}

// ---- Invariants. Each returns what is wrong, or nothing. ----

std::string words(ServerId server) { return "server " + std::to_string(server); }

// 5.2: at most one leader can be elected in a given term. Heartbeats say who led.
std::string two_leaders(const World& world) {
  std::map<Term, ServerId> leaders;
  for (const Sent& sent : world.sent) {
    const auto* heartbeat = std::get_if<Heartbeat>(&sent.message);
    if (heartbeat == nullptr) continue;
    const auto [known, first] = leaders.emplace(heartbeat->term, sent.from);
    if (!first && known->second != sent.from) {
      return "One leader in a term (5.2): " + words(known->second) + " and " + words(sent.from) +
             " both lead in term " + std::to_string(heartbeat->term);
    }
  }
  return "";
}

// 5.2: each server votes for at most one candidate in a given term. A candidate votes for itself.
std::string two_votes(const World& world) {
  std::map<std::pair<ServerId, Term>, ServerId> votes;
  for (const Sent& sent : world.sent) {
    const auto* request = std::get_if<RequestVote>(&sent.message);
    const auto* reply = std::get_if<VoteReply>(&sent.message);
    const bool granted = reply != nullptr && reply->granted;
    if (request == nullptr && !granted) continue;
    const Term term = request != nullptr ? request->term : reply->term;
    const ServerId voted_for = request != nullptr ? sent.from : sent.to;
    const auto [known, first] = votes.emplace(std::pair(sent.from, term), voted_for);
    if (!first && known->second != voted_for) {
      return "One vote in a term (5.2): " + words(sent.from) + " votes for " +
             words(known->second) + " and for " + words(voted_for) + " in term " +
             std::to_string(term);
    }
  }
  return "";
}

// 5.2: who leads was granted the votes of a majority of the cluster.
std::string leads_without_votes(const World& world) {
  for (const State& server : world.servers) {
    if (server.role != Role::kLeader) continue;
    std::size_t votes = 1;  // Its own.
    for (const Sent& sent : world.sent) {
      const auto* reply = std::get_if<VoteReply>(&sent.message);
      const bool counts = reply != nullptr && reply->granted && sent.to == server.self &&
                          reply->term == server.current_term;
      votes += counts ? 1 : 0;
    }
    if (votes * 2 <= world.servers.size()) {
      return "A leader has a majority (5.2): " + words(server.self) + " leads in term " +
             std::to_string(server.current_term) + " with " + std::to_string(votes) + " votes of " +
             std::to_string(world.servers.size());
    }
  }
  return "";
}

// 5.1: a server's current term increases monotonically.
std::string term_goes_back(const World& before, const World& after) {
  for (ServerId server = 0; server < after.servers.size(); ++server) {
    const Term old = before.servers[server].current_term;
    const Term now = after.servers[server].current_term;
    if (now < old) {
      return "Terms never go back (5.1): " + words(server) + " was in term " + std::to_string(old) +
             " and is in term " + std::to_string(now);
    }
  }
  return "";
}

// ---- The search: breadth first, so a broken rule is shown by the fewest events. ----

// One thing that may happen: a message is delivered, or something happens to a server.
struct Event {
  enum class Kind { kTimeOut, kRestart, kDeliver };

  Kind kind = Kind::kTimeOut;
  ServerId server = 0;
  Sent sent{};  // What is delivered.

  std::string in_words_of_the_story() const {
    if (kind == Kind::kTimeOut) return words(server) + " times out";
    if (kind == Kind::kRestart) return words(server) + " restarts";
    return words(server) + " gets " + in_words(sent.message) + " of " + words(sent.from);
  }
};

std::vector<Event> possible_events(const World& world, Term last_term) {
  std::vector<Event> events;
  for (ServerId server = 0; server < world.servers.size(); ++server) {
    const State& state = world.servers[server];
    if (state.role != Role::kLeader && state.current_term < last_term) {
      events.push_back({Event::Kind::kTimeOut, server});
    }
    if (state.role != Role::kFollower) events.push_back({Event::Kind::kRestart, server});
  }
  for (const Sent& sent : world.sent) events.push_back({Event::Kind::kDeliver, sent.to, sent});
  return events;
}

void happen(World& world, const Event& event) {
  if (event.kind == Event::Kind::kTimeOut) time_out(world, event.server);
  if (event.kind == Event::Kind::kRestart) restart(world, event.server);
  if (event.kind == Event::Kind::kDeliver) deliver(world, event.sent);
}

class Search {
 public:
  // Follows all sequences of up to `events_max` events from here, until an invariant is broken. No
  // server goes beyond `last_term`.
  Search(World start, Term last_term, std::size_t events_max) {
    seen_.insert(key_of(start));
    visits_.push_back({std::move(start), {}, 0, 0});
    for (std::size_t i = 0; i < visits_.size() && broken_.empty(); ++i) {
      if (visits_[i].length == events_max) continue;
      for (const Event& event : possible_events(visits_[i].world, last_term)) follow(i, event);
    }
  }

  // If an invariant is broken, tells the events as steps of the story, and fails.
  void report() const {
    if (broken_.empty()) return;
    for (const std::string& event : events_) interleave::tell(event);
    ADD_FAILURE() << broken_;
  }

  // Who led in which term, in any of the sequences.
  const std::set<std::pair<Term, ServerId>>& leaders() const { return leaders_; }

 private:
  struct Visit {
    World world;
    Event last;              // What led here, ...
    std::size_t before = 0;  // ... from visits_[before].
    std::size_t length = 0;  // So many events after the start.
  };

  void follow(std::size_t i, const Event& event) {
    if (!broken_.empty()) return;
    World next = visits_[i].world;
    happen(next, event);
    check(visits_[i].world, next);
    const bool is_new = seen_.insert(key_of(next)).second;
    const std::size_t length = visits_[i].length + 1;
    if (is_new || !broken_.empty()) visits_.push_back({std::move(next), event, i, length});
    if (!broken_.empty()) remember_events(visits_.size() - 1);
  }

  void check(const World& before, const World& after) {
    for (const std::string& wrong : {term_goes_back(before, after), leads_without_votes(after),
                                     two_votes(after), two_leaders(after)}) {
      if (!wrong.empty()) broken_ = wrong;
    }
    for (const State& server : after.servers) {
      if (server.role == Role::kLeader) leaders_.emplace(server.current_term, server.self);
    }
  }

  void remember_events(std::size_t visit) {
    for (; visit != 0; visit = visits_[visit].before) {
      events_.insert(events_.begin(), visits_[visit].last.in_words_of_the_story());
    }
  }

  std::unordered_set<std::string> seen_;
  std::deque<Visit> visits_;
  std::set<std::pair<Term, ServerId>> leaders_;
  std::string broken_;
  std::vector<std::string> events_;
};

World world_of(std::size_t servers) {
  World world;
  for (ServerId self = 0; self < servers; ++self) {
    State state = follower(0, {}, servers);
    state.self = self;
    world.servers.push_back(state);
  }
  return world;
}

TEST(VotingRules, EverySequenceOfEventsOnTwoServers) {
  EXPLORE {
    const Search search(world_of(2), 2, 6);
    search.report();
    for (const auto& leader : {std::pair<Term, ServerId>(1, 0), {1, 1}, {2, 0}, {2, 1}}) {
      EXPECT_TRUE(search.leaders().contains(leader))
          << "5.2: server " << leader.second << " is never elected in term " << leader.first;
    }
  };
}

TEST(VotingRules, EverySequenceOfEventsOnThreeServers) {
  EXPLORE {
    const Search search(world_of(3), 1, 6);
    search.report();
    EXPECT_TRUE(search.leaders().contains({1, 2})) << "5.2: server 2 is never elected in term 1";
  };
}

}  // namespace
}  // namespace under_test
