// What holds in every election, whatever the network does and whoever crashes: the invariants of
// 3.4, and of what stands on it (Raft, 5.1 and 5.2). election_invariants.cpp has them as sentences,
// each with its check.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "provided/network_settings.hpp"
#include "provided/raft_types.hpp"

namespace under_test {

struct ElectionFacts;

// Is told of each message as it sets out, of each save, and of each status that a thread of the
// test has asked for. It fails the schedule, with the sentence and the facts that break it, at the
// event that breaks one. Between two events nothing changes of what it looks at.
//
// Its members are compiled without the explorer's hooks. So it adds no step to a schedule, and its
// own accesses race with nothing.
class ElectionInvariants {
 public:
  explicit ElectionInvariants(std::size_t servers);
  ~ElectionInvariants();
  ElectionInvariants(const ElectionInvariants&) = delete;
  ElectionInvariants& operator=(const ElectionInvariants&) = delete;

  // A test plays this server by hand: what it says is a fact, and is not asked whether it is right.
  void plays(ServerId server);

  // The message sets out. A network calls this for what is not lost by a cut.
  void sets_out(const Passage<RaftMessage>& passage);

  // The server has saved this, or remembers it from before.
  void saved(ServerId server, Term term, const std::optional<ServerId>& voted_for);

  // The server said this of itself.
  void said(ServerId server, Role role, Term term, const std::optional<ServerId>& leader);

  // From now on what the server saves is lost, until it begins again.
  void crashed(ServerId server);

  // The server begins with what it has saved.
  void begins(ServerId server);

  // How many messages of elections have set out since the beginning: requests for votes, and
  // answers to them.
  std::size_t election_messages() const;

 private:
  const std::unique_ptr<ElectionFacts> facts_;
};

}  // namespace under_test
