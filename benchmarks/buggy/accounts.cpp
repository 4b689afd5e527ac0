// Two steps that should be one.
#include <atomic>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>
#include <vector>

#include "interleave/interleave.hpp"
#include "programs.hpp"

namespace buggy {
namespace {

using interleave::check;
using interleave::Role;
using interleave::together;

// A deposit looks at the balance and then writes it.
void account_without_lock() {
  std::atomic<int> balance = 0;
  const auto deposit = [&] { balance = balance + 10; };
  together({"anna", deposit}, {"ben", deposit});
  check(balance == 20, "a deposit was lost");
}

// Four tellers lock; the fifth forgot.
void one_teller_without_lock() {
  std::mutex mutex;
  std::atomic<int> balance = 0;
  std::vector<Role> tellers;
  for (int i = 0; i < 4; ++i) {
    tellers.push_back({"teller " + std::to_string(i + 1), [&] {
                         std::lock_guard lock(mutex);
                         balance = balance + 1;
                       }});
  }
  tellers.push_back({"careless", [&] { balance = balance + 1; }});
  together(std::move(tellers));
  check(balance == 5, "a deposit was lost");
}

// The money is in neither account between the two locks.
void audit_during_transfer() {
  std::mutex from_mutex;
  std::mutex to_mutex;
  int from = 100;
  int to = 0;
  const auto amount_in = [](std::mutex& mutex, int& balance, int change) {
    std::lock_guard lock(mutex);
    return balance += change;
  };
  together({"transfer",
            [&] {
              amount_in(from_mutex, from, -30);
              amount_in(to_mutex, to, 30);
            }},
           {"auditor", [&] {
              const int sum = amount_in(from_mutex, from, 0) + amount_in(to_mutex, to, 0);
              check(sum == 100, "the books do not balance");
            }});
}

// Looks under the lock, gives it back, and pays out under the lock.
void check_then_withdraw() {
  std::mutex mutex;
  int balance = 100;
  const auto withdraw = [&] {
    bool enough = false;
    {
      std::lock_guard lock(mutex);
      enough = balance >= 80;
    }
    if (!enough) return;
    std::lock_guard lock(mutex);
    balance -= 80;
    check(balance >= 0, "the account is overdrawn");
  };
  together({"anna", withdraw}, {"ben", withdraw});
}

// Everybody locks, but not the same mutex.
void wrong_lock() {
  std::mutex deposits;
  std::mutex withdrawals;
  std::atomic<int> balance = 50;
  const auto change = [&](std::mutex& mutex, int amount) {
    std::lock_guard lock(mutex);
    balance = balance + amount;
  };
  together({"depositor", [&] { change(deposits, 20); }},
           {"customer 1", [&] { change(withdrawals, -10); }},
           {"customer 2", [&] { change(withdrawals, -10); }},
           {"customer 3", [&] { change(withdrawals, -10); }});
  check(balance == 40, "an entry was lost");
}

// The second value follows from the first under another lock; a reader comes between.
void two_stage_lock() {
  std::mutex first_mutex;
  std::mutex second_mutex;
  int first = 0;
  int second = 0;
  const auto update = [&] {
    {
      std::lock_guard lock(first_mutex);
      first = 1;
    }
    std::lock_guard lock(second_mutex);
    second = first + 1;
  };
  const auto read = [&] {
    int seen = 0;
    {
      std::lock_guard lock(first_mutex);
      if (first == 0) return;
      seen = first;
    }
    std::lock_guard lock(second_mutex);
    check(second == seen + 1, "only the first stage was done");
  };
  together({"updater", update}, {"reader", read});
}

// Whether the key is there is asked under one lock, and it is added under the next.
void insert_if_absent() {
  std::mutex mutex;
  std::multiset<int> keys;
  const auto insert = [&] {
    bool absent = false;
    {
      std::lock_guard lock(mutex);
      absent = keys.count(7) == 0;
    }
    if (!absent) return;
    std::lock_guard lock(mutex);
    keys.insert(7);
    check(keys.size() == 1, "the key is there twice");
  };
  together({"one", insert}, {"two", insert}, {"three", insert});
}

// empty() and pop() are two calls.
void pop_from_a_stack_that_was_not_empty() {
  std::mutex mutex;
  std::vector<int> items = {1, 2, 3};
  const auto empty = [&] {
    std::lock_guard lock(mutex);
    return items.empty();
  };
  const auto pop = [&] {
    std::lock_guard lock(mutex);
    check(!items.empty(), "popped from an empty stack");
    items.pop_back();
  };
  const auto take_two = [&] {
    for (int i = 0; i < 2; ++i) {
      if (!empty()) pop();
    }
  };
  together({"one", take_two}, {"two", take_two});
}

// Readers count their reads, each under the shared side of the lock.
void counting_under_a_shared_lock() {
  std::shared_mutex mutex;
  std::atomic<int> reads = 0;
  const auto read = [&] {
    std::shared_lock lock(mutex);
    reads = reads + 1;
  };
  together({"reader 1", read}, {"reader 2", read}, {"reader 3", read});
  check(reads == 3, "a read was not counted");
}

// The last to leave is to free the object: two think that they are.
void reference_count_read_again() {
  std::atomic<int> references = 3;
  std::atomic<int> frees = 0;
  const auto release = [&] {
    --references;
    if (references == 0) ++frees;
  };
  together({"one", release}, {"two", release}, {"three", release});
  check(frees == 1, "freed twice");
}

// Room for one more is seen by two.
void limit_passed() {
  std::atomic<int> guests = 0;
  const auto enter = [&] {
    if (guests < 2) ++guests;
  };
  together({"one", enter}, {"two", enter}, {"three", enter});
  check(guests <= 2, "more guests than seats");
}

}  // namespace

std::vector<Program> accounts() {
  return {
      {"account_without_lock", "load and store where an update is meant", 2, account_without_lock},
      {"one_teller_without_lock", "one of five forgets the lock", 5, one_teller_without_lock},
      {"audit_during_transfer", "two accounts are locked one after the other", 2,
       audit_during_transfer},
      {"check_then_withdraw", "the lock is given back between look and change", 2,
       check_then_withdraw},
      {"wrong_lock", "deposits and withdrawals lock different mutexes", 4, wrong_lock},
      {"two_stage_lock", "values that belong together change under two locks", 2, two_stage_lock},
      {"insert_if_absent", "contains() and insert() are two critical sections", 3,
       insert_if_absent},
      {"empty_then_pop", "empty() and pop() are two critical sections", 2,
       pop_from_a_stack_that_was_not_empty},
      {"shared_lock_counts", "a change under the shared side of a lock", 3,
       counting_under_a_shared_lock},
      {"reference_count", "the count is read again after it was lowered", 3,
       reference_count_read_again},
      {"limit_passed", "a limit is checked before an update, not in it", 3, limit_passed},
  };
}

}  // namespace buggy
