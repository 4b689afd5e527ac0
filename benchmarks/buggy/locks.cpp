// Locks taken in the wrong order, and locks made by hand.
#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "interleave/interleave.hpp"
#include "programs.hpp"

namespace buggy {
namespace {

using interleave::check;
using interleave::Role;
using interleave::together;

template <int n>
void philosophers() {
  std::array<std::mutex, n> forks;
  std::vector<Role> roles;
  for (int i = 0; i < n; ++i) {
    roles.push_back({"philosopher " + std::to_string(i + 1), [&forks, i] {
                       std::lock_guard left(forks[static_cast<std::size_t>(i)]);
                       std::lock_guard right(forks[static_cast<std::size_t>((i + 1) % n)]);
                     }});
  }
  together(std::move(roles));
}

// From a to b, and from b to a.
void transfer_both_ways() {
  std::mutex a;
  std::mutex b;
  const auto transfer = [](std::mutex& from, std::mutex& to) {
    std::lock_guard from_lock(from);
    std::lock_guard to_lock(to);
  };
  together({"there", [&] { transfer(a, b); }}, {"back", [&] { transfer(b, a); }});
}

// Waits for a thread's end with the lock in its hand that the thread needs.
void join_with_lock_held() {
  std::mutex mutex;
  std::thread worker = interleave::thread("worker", [&] { std::lock_guard lock(mutex); });
  std::lock_guard lock(mutex);
  worker.join();
}

// Readers who want to write wait until they are the only readers.
class UpgradableLock {
 public:
  void lock_shared() {
    std::unique_lock lock(mutex_);
    while (writing_) changed_.wait(lock);
    ++readers_;
  }
  void upgrade() {
    std::unique_lock lock(mutex_);
    while (readers_ > 1) changed_.wait(lock);
    writing_ = true;
  }
  void unlock() {
    std::unique_lock lock(mutex_);
    --readers_;
    writing_ = false;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int readers_ = 0;
  bool writing_ = false;
};

void two_readers_upgrade() {
  UpgradableLock lock;
  const auto read_then_write = [&] {
    lock.lock_shared();
    lock.upgrade();
    lock.unlock();
  };
  together({"one", read_then_write}, {"two", read_then_write});
}

// Notices if two threads are between enter() and leave() at once.
class OneAtATime {
 public:
  void enter() { check(++inside_ == 1, "two are inside at once"); }
  void leave() { --inside_; }

 private:
  std::atomic<int> inside_ = 0;
};

// A ticket is drawn in two steps.
void ticket_lock() {
  std::atomic<int> next_ticket = 0;
  std::atomic<int> now_serving = 0;
  OneAtATime section;
  const auto work = [&] {
    const int ticket = next_ticket;
    next_ticket = ticket + 1;
    while (now_serving < ticket) std::this_thread::yield();
    section.enter();
    section.leave();
    ++now_serving;
  };
  together({"one", work}, {"two", work});
}

// Peterson's lock with its first two steps exchanged.
void peterson() {
  std::atomic<bool> wants[2] = {false, false};
  std::atomic<int> turn = 0;
  OneAtATime section;
  const auto work = [&](int me) {
    turn = 1 - me;
    wants[me] = true;
    while (wants[1 - me] && turn == 1 - me) std::this_thread::yield();
    section.enter();
    section.leave();
    wants[me] = false;
  };
  together({"one", [&] { work(0); }}, {"two", [&] { work(1); }});
}

// Looks whether the other is inside, and then says that it is.
void looks_then_enters() {
  std::atomic<bool> inside[2] = {false, false};
  OneAtATime section;
  const auto work = [&](int me) {
    while (inside[1 - me]) std::this_thread::yield();
    inside[me] = true;
    section.enter();
    section.leave();
    inside[me] = false;
  };
  together({"one", [&] { work(0); }}, {"two", [&] { work(1); }});
}

// A spin lock that is taken by a load and a store.
void spin_lock() {
  std::atomic<bool> locked = false;
  OneAtATime section;
  const auto work = [&] {
    while (locked) std::this_thread::yield();
    locked = true;
    section.enter();
    section.leave();
    locked = false;
  };
  together({"one", work}, {"two", work}, {"three", work});
}

// Does the work without the lock if it cannot have it.
void try_lock_ignored() {
  std::mutex mutex;
  OneAtATime section;
  const auto work = [&] {
    const bool mine = mutex.try_lock();
    section.enter();
    section.leave();
    if (mine) mutex.unlock();
  };
  together({"one", work}, {"two", work});
}

}  // namespace

std::vector<Program> locks() {
  return {
      {"philosophers_3", "each takes the left fork first", 3, philosophers<3>},
      {"philosophers_5", "each takes the left fork first", 5, philosophers<5>},
      {"transfer_both_ways", "two locks in opposite orders", 2, transfer_both_ways},
      {"join_with_lock_held", "a join with the lock that the thread needs", 1, join_with_lock_held},
      {"two_readers_upgrade", "two readers wait for each other to become writers", 2,
       two_readers_upgrade},
      {"ticket_lock", "a ticket is drawn in two steps", 2, ticket_lock},
      {"peterson", "the first two steps of Peterson's lock exchanged", 2, peterson},
      {"looks_then_enters", "two look before one enters", 2, looks_then_enters},
      {"spin_lock", "test and set are two steps", 3, spin_lock},
      {"try_lock_ignored", "the result of try_lock() is not asked for", 2, try_lock_ignored},
  };
}

}  // namespace buggy
