// Exercise 2.5: round after round without a barrier. Messages carry their round.
#pragma once

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"
#include "provided/voting.hpp"

// What a voter tells the others.
struct Message {
  std::size_t round;
  int number;
};

// The inboxes of all voters: a deque, because a queue can be neither copied nor moved.
using Inboxes = std::deque<BoundedQueue<Message>>;

// How many messages can lie in one inbox. Each other voter may have sent its number of this round
// and that of the next one, but not more: for the round after the next, it would need a number of
// the next round from this inbox's owner. So with this room, no push() ever waits.
inline std::size_t room_for(std::size_t voters) { return 2 * voters; }

// What one voter has heard. It belongs to its voter alone, so no lock guards it.
class Heard {
 public:
  // Begins a round with the voter's own number, and with what came early for it.
  void begin_round(std::size_t round, int own_number) {
    round_ = round;
    numbers_.swap(early_);
    early_.clear();
    numbers_.push_back(own_number);
  }

  // A message is of this round, or of the next one: no other voter is behind, because this voter
  // has heard all their numbers of the last round, and none is two rounds ahead.
  void add(const Message& message) {
    (message.round == round_ ? numbers_ : early_).push_back(message.number);
  }

  // Returns the numbers of this round that are there by now.
  const std::vector<int>& numbers() const { return numbers_; }

 private:
  std::size_t round_ = 0;
  std::vector<int> numbers_;  // Of this round.
  std::vector<int> early_;    // Of the next round: at most one of each other voter.
};

// Tells the number to each other voter.
inline void tell_others(std::size_t voter, const Message& message, Inboxes& inboxes) {
  for (std::size_t to = 0; to < inboxes.size(); ++to) {
    if (to != voter) inboxes[to].push(message);
  }
}

// What one voter does. `decisions` is its own. It takes messages out until this round is complete,
// and goes on at once: it does not know, and need not know, how far the others are.
inline void vote_in_each_round(std::size_t voter, const Choose& choose, Inboxes& inboxes,
                               std::vector<int>& decisions) {
  Heard heard;
  for (std::size_t round = 0; round < decisions.size(); ++round) {
    const int number = choose(voter, round);
    tell_others(voter, {round, number}, inboxes);
    heard.begin_round(round, number);
    while (heard.numbers().size() < inboxes.size()) heard.add(*inboxes[voter].pop());
    decisions[round] = winner(heard.numbers());
  }
}

// Consensus without a barrier: `voters` voters agree on a number in each of `rounds` rounds, by
// messages that carry their round.
//
// Each voter is a thread with one inbox, a BoundedQueue of messages. In each round it calls
// choose(voter, round), once, and puts the number with its round into the inbox of each other
// voter. When it has a number of this round from everybody, it decides: most votes win, ties go to
// the smallest number. Voters and rounds are counted from 0. It does not wait for others to decide.
// So a message may come early, for the next round; it is kept until then, and not longer.
//
// No voters, one voter, and no rounds are legal. Numbers may be negative, and equal.
//
// Returns decisions[voter][round]; within a round, all are equal. When it returns, no thread of it
// is left.
//
// Thread safety: agree() may be called by several threads at the same time. choose is called by
// several voters at the same time, and one call of it may wait for another of the same round: no
// lock is held meanwhile.
inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  Inboxes inboxes;
  for (std::size_t voter = 0; voter < voters; ++voter) inboxes.emplace_back(room_for(voters));
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) {
    threads.emplace_back(
        [&, voter] { vote_in_each_round(voter, choose, inboxes, decisions[voter]); });
  }
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
