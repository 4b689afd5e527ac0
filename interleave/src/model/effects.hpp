// What operations do: to the mutexes, condition variables and other objects, to the threads that
// wait for them, and to what threads have seen of each other.
#pragma once

#include <cstddef>

#include "model/run.hpp"

namespace interleave {

class Effects {
 public:
  explicit Effects(Run& run) : run_(run) {}

  // `thread` does its pending operation in this way. Sets run.way where it goes on in another.
  void take(Thread& thread, Way way);

  // A sleeper on a condition variable stops waiting without having been notified. It still needs
  // the mutex to go on.
  void stop_sleeping(Thread& thread, Way way);

  // Those who wait at `barrier` go on, in one with the step of the running thread, which has
  // arrived last. All of them have seen what any of them did before.
  void let_go_on(Object& barrier);

 private:
  void note_use(const Thread& thread, const Operation& operation);
  void obtain(Thread& thread, Way way);
  void begin_once(Thread& thread, Object& object);
  void give_back(Thread& thread, Object& mutex);
  void fall_asleep(Thread& thread);
  void sleep_or_wake_on_word(Thread& thread, Way way);
  void notify(Object& object, std::size_t waiter);
  void notify_all(Object& object);
  void wake(Thread& sleeper);
  void acquire(Thread& thread, Object& object);
  void release(Thread& thread, Object& object);
  void time_out(Thread& thread);
  void count_nap(Thread& thread);

  Run& run_;
};

}  // namespace interleave
