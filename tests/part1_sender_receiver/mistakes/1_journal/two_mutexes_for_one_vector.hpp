// Mistake: Writers take one mutex and readers another, so they do not keep each other out.
// Verdict: data race
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
    std::lock_guard lock(write_mutex_);
    entries_.push_back({std::move(who), std::move(what)});
  }

  std::size_t size() const {
    std::lock_guard lock(read_mutex_);
    return entries_.size();
  }

  std::vector<Entry> entries() const {
    std::lock_guard lock(read_mutex_);
    return entries_;
  }

 private:
  std::mutex write_mutex_;
  mutable std::mutex read_mutex_;
  std::vector<Entry> entries_;
};
