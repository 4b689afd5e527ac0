// Alternative: The lock is released by hand on the one way out of each member.
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
    mutex_.lock();
    entries_.push_back({std::move(who), std::move(what)});
    mutex_.unlock();
  }

  std::size_t size() const {
    mutex_.lock();
    const std::size_t size = entries_.size();
    mutex_.unlock();
    return size;
  }

  std::vector<Entry> entries() const {
    mutex_.lock();
    std::vector<Entry> copy = entries_;
    mutex_.unlock();
    return copy;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
};
