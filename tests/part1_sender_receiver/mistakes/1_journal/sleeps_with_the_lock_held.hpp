// Mistake: record() holds the lock while it sleeps, and keeps everybody out that long.
// Verdict: wrong result
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
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
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
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
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
};
