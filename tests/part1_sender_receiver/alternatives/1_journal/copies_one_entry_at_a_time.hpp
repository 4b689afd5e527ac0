// Alternative: entries() takes the lock anew for each entry: none is ever removed.
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
    const std::size_t count = size();
    std::vector<Entry> copy;
    for (std::size_t i = 0; i < count; ++i) {
      std::lock_guard lock(mutex_);
      copy.push_back(entries_[i]);
    }
    return copy;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
};
