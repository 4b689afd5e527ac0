// Alternative: A std::shared_mutex lets readers in together.
#pragma once

#include <cstddef>
#include <mutex>
#include <shared_mutex>
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
    std::shared_lock lock(mutex_);
    return entries_.size();
  }

  std::vector<Entry> entries() const {
    std::shared_lock lock(mutex_);
    return entries_;
  }

 private:
  mutable std::shared_mutex mutex_;
  std::vector<Entry> entries_;
};
