// Mistake: record() locks the entries and then the count; entries() locks them the other way round.
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
    std::lock_guard lock(entries_mutex_);
    entries_.push_back({std::move(who), std::move(what)});
    std::lock_guard count_lock(count_mutex_);
    ++count_;
  }

  std::size_t size() const {
    std::lock_guard lock(count_mutex_);
    return count_;
  }

  std::vector<Entry> entries() const {
    std::lock_guard count_lock(count_mutex_);
    std::vector<Entry> copy;
    copy.reserve(count_);
    std::lock_guard lock(entries_mutex_);
    copy.insert(copy.end(), entries_.begin(), entries_.end());
    return copy;
  }

 private:
  mutable std::mutex entries_mutex_;
  std::vector<Entry> entries_;
  mutable std::mutex count_mutex_;
  std::size_t count_ = 0;
};
