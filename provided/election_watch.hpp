// What an election looks like from outside: heartbeats and votes, read off the messages that
// servers send to each other.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "provided/network_settings.hpp"
#include "provided/raft_types.hpp"

// A server has given its vote to another one.
struct VoteGiven {
  ServerId voter = 0;
  ServerId candidate = 0;
  Term term = 0;
};

// What the messages tell of one server.
struct SeenOfServer {
  std::optional<std::chrono::steady_clock::time_point> heartbeat;  // When one came here last ...
  ServerId heartbeat_from = 0;                                     // ... and who sent it.
  Term asked_in = 0;              // The newest term in which it has asked for votes; 0 if in none.
  std::set<ServerId> votes;       // Votes for it in that term that have reached it, its own too.
  std::optional<VoteGiven> gave;  // The vote that it gave last, to itself or to another one.
};

// Reads messages. A message counts for the receiver when it arrives, not when it sets out.
//
// Thread safety: any number of threads may call any member at any time.
class ElectionWatch {
 public:
  using Clock = std::chrono::steady_clock;

  explicit ElectionWatch(std::size_t servers) : servers_(servers) {}

  // A message sets out, and will become of it what `fate` says.
  void sets_out(const Passage<RaftMessage>& passage, const Fate& fate) {
    std::lock_guard lock(mutex_);
    if (const auto* request = std::get_if<RequestVote>(&passage.message)) {
      ask(passage.from, request->term);
    } else if (const auto* reply = std::get_if<VoteReply>(&passage.message)) {
      if (reply->granted) give({passage.from, passage.to, reply->term});
    }
    if (fate.lost) return;
    on_the_way_.emplace(Clock::now() + fate.delay,
                        Letter{passage.from, passage.to, passage.message});
  }

  // A server was stopped: what is on its way to it is lost, and so is what was known of its life,
  // but for the vote that it has saved.
  void stopped(ServerId server) {
    std::lock_guard lock(mutex_);
    std::erase_if(on_the_way_, [&](const auto& entry) { return entry.second.to == server; });
    SeenOfServer left;
    left.gave = servers_.at(server).gave;
    servers_[server] = left;
  }

  // Returns what is known of a server now.
  SeenOfServer seen(ServerId server) {
    std::lock_guard lock(mutex_);
    deliver_until(Clock::now());
    return servers_.at(server);
  }

  // Returns the votes that servers have given to others since the last call.
  std::vector<VoteGiven> take_new_votes() {
    std::lock_guard lock(mutex_);
    return std::exchange(new_votes_, {});
  }

 private:
  struct Letter {
    ServerId from;
    ServerId to;
    RaftMessage message;
  };

  // ---- mutex_ is held in all of these. ----

  void ask(ServerId candidate, Term term) {
    SeenOfServer& server = servers_.at(candidate);
    if (term <= server.asked_in) return;
    server.asked_in = term;
    server.votes = {candidate};
    server.gave = VoteGiven{candidate, candidate, term};
  }

  // An answer that is sent again is no new vote.
  void give(const VoteGiven& vote) {
    std::optional<VoteGiven>& gave = servers_.at(vote.voter).gave;
    const bool known = gave && gave->term == vote.term && gave->candidate == vote.candidate;
    if (known) return;
    gave = vote;
    new_votes_.push_back(vote);
  }

  void deliver_until(Clock::time_point now) {
    const auto end = on_the_way_.upper_bound(now);
    for (auto entry = on_the_way_.begin(); entry != end; ++entry) {
      deliver(entry->first, entry->second);
    }
    on_the_way_.erase(on_the_way_.begin(), end);
  }

  void deliver(Clock::time_point when, const Letter& letter) {
    SeenOfServer& receiver = servers_.at(letter.to);
    if (std::holds_alternative<Heartbeat>(letter.message)) {
      receiver.heartbeat = when;
      receiver.heartbeat_from = letter.from;
    } else if (const auto* reply = std::get_if<VoteReply>(&letter.message)) {
      const bool counts = reply->granted && reply->term == receiver.asked_in;
      if (counts) receiver.votes.insert(letter.from);
    }
  }

  std::mutex mutex_;                                     // Guards all below.
  std::multimap<Clock::time_point, Letter> on_the_way_;  // By when they arrive.
  std::vector<SeenOfServer> servers_;                    // By id.
  std::vector<VoteGiven> new_votes_;
};
