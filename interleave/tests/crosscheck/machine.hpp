// A model of the primitives, as small as can be: the whole state of a program between two steps. It
// is copied for each way in which the program can go on.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "crosscheck/order.hpp"
#include "crosscheck/outcome.hpp"
#include "crosscheck/program.hpp"

namespace crosscheck {

class Machine {
 public:
  Machine(const std::vector<Code>& codes, int spurious, bool failing_tries_are_ordered);

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
    int watched = -1;  // The atomic that it used last, and its version then. -1: something else.
    int watched_version = 0;
  };
  struct Lock {
    int owner = -1;
    int readers = 0;
  };

  struct Waiters {
    std::array<std::int8_t, kThreadsMax> threads{};
    std::size_t count = 0;

    void add(int thread) { threads[count++] = static_cast<std::int8_t>(thread); }
    void remove(int thread) {
      auto* const end = threads.begin() + count--;
      std::remove(threads.begin(), end, static_cast<std::int8_t>(thread));
    }
  };

  const Instruction& next(const Thread& thread, int id) const;
  Thread& at(int thread) { return threads_[static_cast<std::size_t>(thread)]; }
  const Thread& at(int thread) const { return threads_[static_cast<std::size_t>(thread)]; }
  bool has_ended(int thread) const;
  // Runs on to the next step: what is local happens at once.
  void settle(int thread);
  void see(int thread, int value);
  void step_other(int thread, const Instruction& op);
  void step_atomic(int thread, const Instruction& op);
  void update(int thread, const Instruction& op, int before, int after);
  void remember(int thread, int atomic, bool changed);
  void wake(Waiters& waiters, std::size_t waiter);
  bool can_have(const Instruction& op) const;
  bool is_due(const Thread& thread) const {
    return thread.deadline >= 0 && thread.deadline <= now_;
  }
  void step_lock(int thread, const Instruction& op);
  void step_semaphore(int thread, const Instruction& op);
  void step_futex_wait(int thread, const Instruction& op);
  void step_unlock(const Instruction& op);
  void step_wait(int thread, const Instruction& op);
  void stop_waiting(int thread, const Instruction& op);
  void step_notify(const Instruction& op);
  void use(int object, Use use) { order_.use(object, use, failing_tries_are_ordered_); }

  const std::vector<Code>* codes_;
  int spurious_left_;
  bool failing_tries_are_ordered_;
  std::array<Thread, kThreadsMax> threads_{};
  Outcome outcome_{};
  std::array<Lock, kObjectsMax> mutexes_{};
  std::array<Lock, kObjectsMax> shared_mutexes_{};
  std::array<int, kObjectsMax> semaphores_{};
  std::array<int, kObjectsMax> versions_{};      // Of the atomics: how often they have changed.
  std::array<Waiters, kObjectsMax> waiters_{};   // In their order.
  std::array<Waiters, kObjectsMax> sleepers_{};  // On futexes, by their numbers.
  int way_ = 0;                                  // In which the step that is going on does so.
  int now_ = 0;
  Order order_;
};

}  // namespace crosscheck
