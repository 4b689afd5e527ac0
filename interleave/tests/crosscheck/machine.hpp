// A model of the primitives, as small as can be: the whole state of a program between two steps. It
// is copied for each way in which the program can go on.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "crosscheck/outcome.hpp"
#include "crosscheck/program.hpp"

namespace crosscheck {

// How a step uses an object. Shared uses do not conflict with each other, nor do failed ones.
enum class Use : std::uint8_t { kShared, kFailed, kExclusive };

// The order of steps that conflict, as a vector clock for each step. What is the same for every
// interleaving of a class is the set of the steps with their clocks; hash() stands for it.
class Order {
 public:
  using Clock = std::array<std::uint8_t, kThreadsMax>;

  // A step begins, with what its thread has seen.
  void begin(int thread, const Clock& cause);
  // It uses an object: after all uses before that conflict.
  void use(int object, Use use, bool failed_conflict);
  // It has ended, and went on in this way.
  void end(int way);
  // Time passes, for all: what comes later comes after all that came before.
  void stand_still();

  const Clock& last(int thread) const { return clocks_[static_cast<std::size_t>(thread)]; }
  std::uint64_t hash() const { return hash_; }

 private:
  static constexpr std::size_t kObjects = 4 * kObjectsMax;

  std::array<Clock, kThreadsMax> clocks_{};
  std::array<std::array<Clock, 3>, kObjects> uses_{};  // By object and use: all of them, joined.
  Clock standstill_{};
  Clock now_{};  // Of the step that is going on, by `thread_`.
  int thread_ = 0;
  // What the step did. The clock of a step is taken before it adds to the objects' clocks.
  std::array<std::pair<int, Use>, 2> used_{};
  std::size_t used_count_ = 0;
  std::uint64_t hash_ = 0;
};

class Machine {
 public:
  Machine(const std::vector<Code>& codes, bool failing_tries_are_ordered);

  // In how many ways the thread can take its next step: 0 if it has to wait or has ended.
  int ways(int thread) const;
  void step(int thread, int way);

  // Nobody can go on: the clock jumps to the next deadline. Returns false if there is none.
  bool let_time_pass();

  Outcome outcome() const;
  std::uint64_t order_hash() const { return order_.hash(); }

 private:
  struct Thread {
    enum State : std::uint8_t { kAtInstruction, kAsleep, kWoken };

    std::size_t at = 0;
    State state = kAtInstruction;
    bool awaits_cause = false;  // It was woken in this very step, whose clock it is to get.
    int r = 0;
    int looks = 0;
    int deadline = -1;  // -1: none.
    Order::Clock cause{};
  };
  struct Lock {
    int owner = -1;
    int readers = 0;
  };

  const Instruction& next(const Thread& thread, int id) const;
  Thread& at(int thread) { return threads_[static_cast<std::size_t>(thread)]; }
  const Thread& at(int thread) const { return threads_[static_cast<std::size_t>(thread)]; }
  bool has_ended(int thread) const;
  // Runs on to the next step: what is local happens at once.
  void settle(int thread);
  void see(int thread, int value);
  void step_atomic(int thread, const Instruction& op);
  void update(int thread, const Instruction& op, int before, int after);
  void step_lock(int thread, const Instruction& op);
  void step_unlock(const Instruction& op);
  void step_wait(int thread, const Instruction& op);
  void step_notify(const Instruction& op, int way);
  void wake(int object, std::size_t waiter);
  void use(int object, Use use) { order_.use(object, use, failing_tries_are_ordered_); }

  const std::vector<Code>* codes_;
  bool failing_tries_are_ordered_;
  std::array<Thread, kThreadsMax> threads_{};
  Outcome outcome_{};
  std::array<Lock, kObjectsMax> mutexes_{};
  std::array<Lock, kObjectsMax> shared_mutexes_{};
  std::array<std::array<std::int8_t, kThreadsMax>, kObjectsMax> waiters_{};  // In their order.
  std::array<std::size_t, kObjectsMax> waiter_count_{};
  int now_ = 0;
  Order order_;
};

}  // namespace crosscheck
