// What the tests of 3.3 share: states to begin with, and how a state looks afterwards.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "provided/raft_words.hpp"
#include "voting_rules.hpp"
#include "workbook_test.hpp"

namespace under_test {

// In these tests server 1 is the one that the rules are for, unless a test says otherwise.
inline State follower(Term term, std::optional<ServerId> voted_for = {}, std::size_t servers = 3) {
  State state;
  state.self = 1;
  state.cluster_size = servers;
  state.current_term = term;
  state.voted_for = voted_for;
  return state;
}

// The same with a log that ends at `index`, in an entry of `term`.
inline State with_log(State state, LogIndex index, Term term) {
  state.last_log_index = index;
  state.last_log_term = term;
  return state;
}

// Made by the rules: it has timed out in the term before, and these others have granted since.
inline State candidate(Term term, const std::set<ServerId>& granted = {}, std::size_t servers = 3) {
  State state = follower(term - 1, {}, servers);
  on_timeout(state);
  for (const ServerId from : granted) on_vote_reply(state, from, {term, true});
  state.reset_timer = false;
  return state;
}

// Made by the rules, too: a leader of three servers, or of `servers`.
inline State leader(Term term, std::size_t servers = 3) {
  std::set<ServerId> granted;
  for (ServerId from = 2; granted.size() < servers / 2; ++from) granted.insert(from);
  return candidate(term, granted, servers);
}

// What a rule is to leave behind.
struct After {
  enum class Timer {
    kAnew,     // The rule has it begin anew.
    kAsItWas,  // The rule leaves it alone.
    kEither,   // A leader became a follower: either is right.
  };

  Role role = Role::kFollower;
  Term term = 0;
  std::optional<ServerId> voted_for{};
  Timer timer = Timer::kAsItWas;
};

// How a state looks where it must be as expected. Who granted is left out: tests see it by who
// leads.
inline std::string looks(Role role, Term term, std::optional<ServerId> voted_for, bool timer_anew) {
  return in_words(role) + " in term " + std::to_string(term) + ", voted for " +
         (voted_for ? std::to_string(*voted_for) : "nobody") +
         (timer_anew ? ", timer begins anew" : ", timer goes on");
}

// Fails unless a rule has made of `before` what it is to leave behind.
inline void expect_after(const State& state, const State& before, const After& after,
                         const std::string& rule) {
  bool timer = after.timer == After::Timer::kAnew || before.reset_timer;
  if (after.timer == After::Timer::kEither) timer = state.reset_timer;
  EXPECT_EQ(looks(state.role, state.current_term, state.voted_for, state.reset_timer),
            looks(after.role, after.term, after.voted_for, timer))
      << rule << "\nbefore: " << in_words(before);
  const bool same_server = state.self == before.self && state.cluster_size == before.cluster_size &&
                           state.last_log_index == before.last_log_index &&
                           state.last_log_term == before.last_log_term;
  EXPECT_TRUE(same_server) << rule << "\nA rule changes neither the server's name, nor the size of "
                           << "the cluster, nor the log.";
}

// Makes the call with reset_timer false and with reset_timer true.
template <typename Call>
void with_and_without_reset_timer(State state, Call call) {
  for (const bool reset_timer : {false, true}) {
    state.reset_timer = reset_timer;
    call(state);
  }
}

// Each of these makes one call and compares the answer and what it leaves behind. `rule` says in
// words which rule of the paper asks for it.
inline void expect_vote(State given, const RequestVote& request, bool granted, const After& after,
                        const std::string& rule) {
  with_and_without_reset_timer(given, [&](State state) {
    const State before = state;
    const VoteReply reply = on_request_vote(state, request);
    EXPECT_EQ(in_words(reply), in_words(VoteReply{after.term, granted}))
        << rule << "\nbefore: " << in_words(before) << "\nasked by " << in_words(request);
    expect_after(state, before, after, rule);
  });
}

inline void expect_heartbeat(State given, const Heartbeat& heartbeat, bool success,
                             const After& after, const std::string& rule) {
  with_and_without_reset_timer(given, [&](State state) {
    const State before = state;
    const HeartbeatReply reply = on_heartbeat(state, heartbeat);
    EXPECT_EQ(in_words(reply), in_words(HeartbeatReply{after.term, success}))
        << rule << "\nbefore: " << in_words(before) << "\nhears " << in_words(heartbeat);
    expect_after(state, before, after, rule);
  });
}

inline void expect_reply(State given, ServerId from, const VoteReply& reply, const After& after,
                         const std::string& rule) {
  with_and_without_reset_timer(given, [&](State state) {
    const State before = state;
    on_vote_reply(state, from, reply);
    expect_after(state, before, after,
                 rule + "\n" + in_words(reply) + " of server " + std::to_string(from));
  });
}

inline void expect_timeout(State given, const After& after, const std::string& rule) {
  with_and_without_reset_timer(given, [&](State state) {
    const State before = state;
    const RequestVote request = on_timeout(state);
    const RequestVote expected{after.term, before.self, before.last_log_index,
                               before.last_log_term};
    EXPECT_EQ(in_words(request), in_words(expected)) << rule << "\nbefore: " << in_words(before);
    expect_after(state, before, after, rule);
  });
}

}  // namespace under_test
