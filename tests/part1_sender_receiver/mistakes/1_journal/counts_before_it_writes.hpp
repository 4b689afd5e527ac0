// Mistake: The atomic counter is ahead of the vector: size() counts an entry that entries() lacks.
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
    ++size_;
    std::lock_guard lock(mutex_);
    entries_.push_back({std::move(who), std::move(what)});
  }

  std::size_t size() const { return size_; }

  std::vector<Entry> entries() const {
    std::lock_guard lock(mutex_);
    return entries_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
  std::atomic<std::size_t> size_ = 0;
};
