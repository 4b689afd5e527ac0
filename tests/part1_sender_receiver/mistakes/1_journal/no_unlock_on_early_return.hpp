// Mistake: entries() returns early from an empty journal and keeps the lock for ever.
// Verdict: deadlock
#pragma once

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
    std::lock_guard lock(mutex_);
    entries_.push_back({std::move(who), std::move(what)});
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return entries_.size();
  }

  std::vector<Entry> entries() const {
    mutex_.lock();
    if (entries_.empty()) return {};
    std::vector<Entry> copy = entries_;
    mutex_.unlock();
    return copy;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
};
