// Mistake: size() does not wait for the lock, and says what it said the last time.
// Verdict: wrong result
#pragma once

#include <atomic>
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
    std::unique_lock lock(mutex_, std::try_to_lock);
    if (lock) last_size_ = entries_.size();
    return last_size_;
  }

  std::vector<Entry> entries() const {
    std::lock_guard lock(mutex_);
    return entries_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
  mutable std::atomic<std::size_t> last_size_ = 0;
};
