// Exercise 1.1: a log that many threads write and read at the same time.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

// One line of the journal.
struct Entry {
  std::string who;
  std::string what;

  bool operator==(const Entry&) const = default;
};

// A list of entries that only grows. If one record() returns before another one starts, its entry
// comes first, whichever threads make the two calls.
//
// Thread safety: any number of threads may call any member at any time. A call may wait for other
// calls that run at that moment, and for nothing else: it does not sleep.
class Journal {
 public:
  // Adds an entry at the end. Once this has returned, every thread finds the entry there.
  void record(std::string who, std::string what) {
    std::lock_guard lock(mutex_);
    entries_.push_back({std::move(who), std::move(what)});
  }

  // Returns the number of entries recorded so far.
  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return entries_.size();
  }

  // Returns all entries recorded so far, oldest first. The result belongs to the caller: later
  // entries do not change it.
  std::vector<Entry> entries() const {
    std::lock_guard lock(mutex_);
    return entries_;  // The copy is made before `lock` is destroyed.
  }

 private:
  mutable std::mutex mutex_;    // One for each journal. It lives as long as what it guards.
  std::vector<Entry> entries_;  // Guarded by mutex_.
};
