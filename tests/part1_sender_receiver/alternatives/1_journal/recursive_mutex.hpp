// Alternative: A recursive mutex lets entries() call size() while it holds the lock.
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
    std::lock_guard lock(mutex_);
    std::vector<Entry> copy;
    copy.reserve(size());
    copy.insert(copy.end(), entries_.begin(), entries_.end());
    return copy;
  }

 private:
  mutable std::recursive_mutex mutex_;
  std::vector<Entry> entries_;
};
