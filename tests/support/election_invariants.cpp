#include "election_invariants.hpp"

#include <stdexcept>
#include <string>

#include "interleave/interleave.hpp"
#include "provided/raft_words.hpp"

namespace under_test {
namespace {

// Where a fact comes from.
enum class Source { kMessage, kSave, kStatus };

// "voter" has voted for "candidate" in the term.
struct VoteFact {
  ServerId voter;
  Term term;
  ServerId candidate;
  Source source;
};

// "leader" leads in the term: "witness" has said so.
struct LeaderFact {
  ServerId leader;
  Term term;
  ServerId witness;
  Source source;
};

// What is known of one server.
struct ServerFacts {
  bool by_hand = false;
  bool crashed = false;
  Term saved_term = 0;  // The highest.
  Term said_term = 0;   // The last one in its status, since it began.
};

// One thing that the harness has seen.
struct Event {
  Source source;
  ServerId server;
  const Passage<RaftMessage>* passage = nullptr;
  Term term = 0;
  std::optional<ServerId> voted_for{};  // A save, or a message that tells of a vote.
  std::optional<ServerId> leader{};     // A status, or a heartbeat.
  Role role = Role::kFollower;          // A status.
};

std::string name_of(ServerId server) { return "server " + std::to_string(server); }

std::string of_term(Term term) { return " in term " + std::to_string(term); }

// Who has said so, and how.
std::string by(ServerId witness, Source source) {
  const char* what = source == Source::kMessage ? "a message"
                     : source == Source::kSave  ? "the store"
                                                : "the status";
  return std::string(" (says ") + what + " of " + name_of(witness) + ")";
}

Term term_of(const RaftMessage& message) {
  return std::visit([](const auto& kind) { return kind.term; }, message);
}

Event event_of(const Passage<RaftMessage>& passage) {
  Event event{Source::kMessage, passage.from, &passage, term_of(passage.message)};
  if (std::holds_alternative<RequestVote>(passage.message)) {
    event.voted_for = passage.from;  // Who asks has voted for itself.
  } else if (const auto* reply = std::get_if<VoteReply>(&passage.message)) {
    if (reply->granted) event.voted_for = passage.to;
  } else if (const auto* heartbeat = std::get_if<Heartbeat>(&passage.message)) {
    event.leader = heartbeat->leader;
  }
  return event;
}

// A list in a plain array: a vector would move its items with memmove, which the explorer sees.
template <typename Fact, std::size_t kMax>
class List {
 public:
  void add(const Fact& fact) {
    if (size_ == kMax) throw std::logic_error("ElectionInvariants: this test has too many terms");
    facts_[size_++] = fact;
  }

  // Latest first: what is asked for is mostly of the newest terms.
  template <typename Wanted>
  const Fact* find(const Wanted& wanted) const {
    for (std::size_t i = size_; i > 0; --i) {
      if (wanted(facts_[i - 1])) return &facts_[i - 1];
    }
    return nullptr;
  }

 private:
  std::size_t size_ = 0;
  Fact facts_[kMax];
};

}  // namespace

// What was seen so far.
struct ElectionFacts {
  static constexpr std::size_t kServersMax = 16;

  std::size_t size = 0;  // How many servers there are.
  ServerFacts servers[kServersMax];
  List<VoteFact, 4'096> votes;      // Each voter, term, candidate and source once.
  List<LeaderFact, 1'024> leaders;  // Each leader and term once.
  std::size_t election_messages = 0;
};

namespace {

bool has_saved(const ElectionFacts& facts, const VoteFact& vote) {
  return facts.votes.find([&](const VoteFact& fact) {
    return fact.source == Source::kSave && fact.voter == vote.voter && fact.term == vote.term &&
           fact.candidate == vote.candidate;
  }) != nullptr;
}

// How many servers have voted for it: those that have told somebody, and itself.
std::size_t votes_for(const ElectionFacts& facts, ServerId candidate, Term term) {
  std::size_t votes = 0;
  for (ServerId voter = 0; voter < facts.size; ++voter) {
    const VoteFact* vote = facts.votes.find([&](const VoteFact& fact) {
      const bool counts = fact.source == Source::kMessage || voter == candidate;
      return counts && fact.voter == voter && fact.term == term && fact.candidate == candidate;
    });
    votes += vote != nullptr ? 1 : 0;
  }
  return votes;
}

// ---- The invariants. Each check says in words what of the event breaks it, or nothing. ----

std::string broken_one_leader(const ElectionFacts& facts, const Event& event) {
  if (!event.leader) return "";
  const LeaderFact* other = facts.leaders.find([&](const LeaderFact& fact) {
    return fact.term == event.term && fact.leader != *event.leader;
  });
  if (other == nullptr) return "";
  return name_of(other->leader) + " leads" + of_term(event.term) +
         by(other->witness, other->source) + ", and so does " + name_of(*event.leader) +
         by(event.server, event.source);
}

std::string broken_one_vote(const ElectionFacts& facts, const Event& event) {
  if (!event.voted_for) return "";
  const VoteFact* other = facts.votes.find([&](const VoteFact& fact) {
    return fact.voter == event.server && fact.term == event.term &&
           fact.candidate != *event.voted_for;
  });
  if (other == nullptr || facts.servers[event.server].by_hand) return "";
  return name_of(event.server) + " has voted for " + name_of(other->candidate) +
         of_term(event.term) + by(other->voter, other->source) + ", and now for " +
         name_of(*event.voted_for) + by(event.server, event.source);
}

std::string broken_majority(const ElectionFacts& facts, const Event& event) {
  if (!event.leader || *event.leader != event.server) return "";
  if (facts.servers[event.server].by_hand) return "";
  const std::size_t votes = votes_for(facts, event.server, event.term);
  if (votes > facts.size / 2) return "";
  return name_of(event.server) + " leads" + of_term(event.term) + by(event.server, event.source) +
         ", and of " + std::to_string(facts.size) + " servers " + std::to_string(votes) +
         " have voted for it";
}

std::string broken_saved_first(const ElectionFacts& facts, const Event& event) {
  const ServerFacts& server = facts.servers[event.server];
  if (event.source != Source::kMessage || server.by_hand) return "";
  const std::string says = name_of(event.server) + " says " + in_words(event.passage->message);
  if (event.term > server.saved_term) {
    return says + ", and the newest term in its store is " + std::to_string(server.saved_term);
  }
  if (!event.voted_for) return "";
  if (has_saved(facts, {event.server, event.term, *event.voted_for, Source::kSave})) return "";
  return says + ", and that it has voted for " + name_of(*event.voted_for) + " is not in its store";
}

std::string broken_terms_grow(const ElectionFacts& facts, const Event& event) {
  const ServerFacts& server = facts.servers[event.server];
  if (event.source == Source::kMessage || server.by_hand) return "";
  const Term before = event.source == Source::kSave ? server.saved_term : server.said_term;
  if (event.term >= before) return "";
  return name_of(event.server) + " was in term " + std::to_string(before) + ", and is in term " +
         std::to_string(event.term) + " now" + by(event.server, event.source);
}

std::string broken_own_name(const ElectionFacts& facts, const Event& event) {
  if (event.source != Source::kMessage || facts.servers[event.server].by_hand) return "";
  const auto* request = std::get_if<RequestVote>(&event.passage->message);
  const bool asks_for_another = request && request->candidate != event.server;
  const bool speaks_for_another = event.leader && *event.leader != event.server;
  if (!asks_for_another && !speaks_for_another) return "";
  return name_of(event.server) + " says " + in_words(event.passage->message);
}

std::string broken_status(const ElectionFacts&, const Event& event) {
  if (event.source != Source::kStatus) return "";
  const bool names_itself = event.leader == event.server;
  if (event.role == Role::kLeader && names_itself) return "";
  if (event.role == Role::kFollower && !names_itself) return "";
  if (event.role == Role::kCandidate && !event.leader) return "";
  return name_of(event.server) + " says that it is a " + in_words(event.role) +
         of_term(event.term) + ", and that " +
         (event.leader ? name_of(*event.leader) + " leads" : "nobody leads");
}

struct Invariant {
  const char* sentence;
  std::string (*broken)(const ElectionFacts& facts, const Event& event);
};

constexpr Invariant kInvariants[] = {
    {"5.2: in a term there is at most one leader", broken_one_leader},
    {"5.2: a server votes once in a term, also across crashes", broken_one_vote},
    {"5.2: a leader has the votes of more than half of all servers", broken_majority},
    {"5.1, 5.2: the term and the vote are saved before a message tells of them",
     broken_saved_first},
    {"5.1: terms never go back, also across crashes", broken_terms_grow},
    {"5.2: a server asks for votes for itself, and says of itself that it leads", broken_own_name},
    {"5.2: a leader names itself, a candidate nobody, a follower another one or nobody",
     broken_status},
};

void add(ElectionFacts& facts, const Event& event) {
  ServerFacts& server = facts.servers[event.server];
  if (event.source == Source::kSave) server.saved_term = event.term;
  if (event.source == Source::kStatus) server.said_term = event.term;
  if (event.voted_for) {
    const VoteFact vote{event.server, event.term, *event.voted_for, event.source};
    const bool known = facts.votes.find([&](const VoteFact& fact) {
      return fact.voter == vote.voter && fact.term == vote.term &&
             fact.candidate == vote.candidate && fact.source == vote.source;
    }) != nullptr;
    if (!known) facts.votes.add(vote);
  }
  if (event.leader) {
    const LeaderFact leader{*event.leader, event.term, event.server, event.source};
    const bool known = facts.leaders.find([&](const LeaderFact& fact) {
      return fact.leader == leader.leader && fact.term == leader.term;
    }) != nullptr;
    if (!known) facts.leaders.add(leader);
  }
}

void see(ElectionFacts& facts, const Event& event) {
  for (const Invariant& invariant : kInvariants) {
    const std::string how = invariant.broken(facts, event);
    if (!how.empty()) interleave::check(false, invariant.sentence + (": " + how));
  }
  add(facts, event);
}

}  // namespace

ElectionInvariants::ElectionInvariants(std::size_t servers) : facts_(new ElectionFacts) {
  if (servers > ElectionFacts::kServersMax) {
    throw std::logic_error("ElectionInvariants: this test has too many servers");
  }
  facts_->size = servers;
}

ElectionInvariants::~ElectionInvariants() = default;

void ElectionInvariants::plays(ServerId server) { facts_->servers[server].by_hand = true; }

void ElectionInvariants::sets_out(const Passage<RaftMessage>& passage) {
  interleave::tell("sends " + in_words(passage.message) + " to " + name_of(passage.to));
  const RaftMessage& message = passage.message;
  const bool elects =
      std::holds_alternative<RequestVote>(message) || std::holds_alternative<VoteReply>(message);
  if (elects) ++facts_->election_messages;
  see(*facts_, event_of(passage));
}

void ElectionInvariants::saved(ServerId server, Term term,
                               const std::optional<ServerId>& voted_for) {
  if (facts_->servers[server].crashed) return;
  see(*facts_, {Source::kSave, server, nullptr, term, voted_for});
}

void ElectionInvariants::said(ServerId server, Role role, Term term,
                              const std::optional<ServerId>& leader) {
  if (facts_->servers[server].crashed) return;
  see(*facts_, {Source::kStatus, server, nullptr, term, std::nullopt, leader, role});
}

void ElectionInvariants::crashed(ServerId server) { facts_->servers[server].crashed = true; }

void ElectionInvariants::begins(ServerId server) {
  ServerFacts& facts = facts_->servers[server];
  facts.crashed = false;
  facts.said_term = facts.saved_term;
}

std::size_t ElectionInvariants::election_messages() const { return facts_->election_messages; }

}  // namespace under_test
