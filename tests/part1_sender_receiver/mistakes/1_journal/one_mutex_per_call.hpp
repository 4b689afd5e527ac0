// Mistake: Every call makes a mutex of its own, which nobody else can ever hold.
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
    std::mutex mutex;
    std::lock_guard lock(mutex);
    entries_.push_back({std::move(who), std::move(what)});
  }

  std::size_t size() const {
    std::mutex mutex;
    std::lock_guard lock(mutex);
    return entries_.size();
  }

  std::vector<Entry> entries() const {
    std::mutex mutex;
    std::lock_guard lock(mutex);
    return entries_;
  }

 private:
  std::vector<Entry> entries_;
};
