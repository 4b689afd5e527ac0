// Mistake: record() waits for the lock for 50 ms at most, and then the entry is lost.
// Verdict: wrong result
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

struct Entry {
  std::string who;
  std::string what;

  bool operator==(const Entry&) const = default;
};

class Journal {
 public:
  void record(std::string who, std::string what) {
    std::unique_lock lock(mutex_, std::chrono::milliseconds(50));
    if (!lock) return;
    entries_.push_back({std::move(who), std::move(what)});
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return entries_.size();
  }

  std::vector<Entry> entries() const {
    std::lock_guard lock(mutex_);
    return entries_;
  }

 private:
  mutable std::timed_mutex mutex_;
  std::vector<Entry> entries_;
};
