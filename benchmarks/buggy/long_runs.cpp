// The same mistakes at the end of much work that is right: hundreds of steps in which nothing can
// go wrong.
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "interleave/interleave.hpp"
#include "programs.hpp"

namespace buggy {
namespace {

using interleave::check;
using interleave::Role;
using interleave::together;

// Four tellers lock for ten deposits each. Two of them end with one that they do not lock.
void last_deposit_without_lock() {
  std::mutex mutex;
  int locked = 0;
  std::atomic<int> unlocked = 0;
  std::vector<Role> tellers;
  for (int i = 0; i < 4; ++i) {
    tellers.push_back({"teller " + std::to_string(i + 1), [&, i] {
                         for (int j = 0; j < 10; ++j) {
                           std::lock_guard lock(mutex);
                           ++locked;
                         }
                         if (i < 2) unlocked = unlocked + 1;
                       }});
  }
  together(std::move(tellers));
  check(unlocked == 2, "a deposit was lost");
}

// A queue with room for two: whoever wakes up believes that it is his turn.
class Queue {
 public:
  void push(int item) {
    std::unique_lock lock(mutex_);
    while (items_.size() == 2) changed_.wait(lock);
    items_.push_back(item);
    changed_.notify_all();
  }

  int pop() {
    std::unique_lock lock(mutex_);
    if (items_.empty()) changed_.wait(lock);
    check(!items_.empty(), "popped from an empty queue");
    const int item = items_.front();
    items_.pop_front();
    changed_.notify_all();
    return item;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> items_;
};

void two_receivers_of_ten_items() {
  Queue queue;
  const auto receive_five = [&] {
    for (int i = 0; i < 5; ++i) queue.pop();
  };
  together({"sender",
            [&] {
              for (int i = 0; i < 10; ++i) queue.push(i);
            }},
           {"receiver 1", receive_five}, {"receiver 2", receive_five});
}

// Three clerks move money along a ring of accounts, ten times each in one order of the locks. One
// of them does it once in the other.
void one_transfer_in_the_other_order() {
  std::array<std::mutex, 3> accounts;
  const auto move = [&](std::size_t first, std::size_t second) {
    std::lock_guard first_lock(accounts[first]);
    std::lock_guard second_lock(accounts[second]);
  };
  const auto clerk = [&](bool careless) {
    for (int i = 0; i < 10; ++i) {
      move(0, 1);
      move(1, 2);
      if (careless && i == 6) move(2, 0);
    }
  };
  together({"clerk 1", [&] { clerk(false); }}, {"clerk 2", [&] { clerk(false); }},
           {"careless", [&] { clerk(true); }});
}

// The worker reports progress twenty times; the stop that comes just before the last is forgotten.
void stop_before_the_last_report() {
  std::atomic<int> state = 0;  // 1: asked to stop, 2: done.
  std::atomic<int> reports = 0;
  together({"worker",
            [&] {
              for (int i = 0; i < 20; ++i) ++reports;
              if (state != 1) state = 2;
            }},
           {"stopper", [&] {
              if (state == 2) return;
              const bool late = reports == 20;
              state = 1;
              if (late) check(state == 1, "the stop was overwritten");
            }});
}

}  // namespace

std::vector<Program> long_runs() {
  return {
      {"long_account", "one deposit without the lock after ten with it", 4,
       last_deposit_without_lock},
      {"long_queue", "a wait with if, ten items", 3, two_receivers_of_ten_items},
      {"long_transfer", "one of sixty transfers locks in the other order", 3,
       one_transfer_in_the_other_order},
      {"long_stop", "a request to stop just before the end", 2, stop_before_the_last_report},
  };
}

}  // namespace buggy
