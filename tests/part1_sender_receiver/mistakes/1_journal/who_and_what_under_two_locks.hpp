// Mistake: The halves of an entry have a lock each, so one thread's name gets another's words.
// Verdict: wrong result
#pragma once

#include <algorithm>
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
    {
      std::lock_guard lock(who_mutex_);
      who_.push_back(std::move(who));
    }
    std::lock_guard lock(what_mutex_);
    what_.push_back(std::move(what));
  }

  std::size_t size() const {
    std::scoped_lock lock(who_mutex_, what_mutex_);
    return what_.size();
  }

  std::vector<Entry> entries() const {
    std::scoped_lock lock(who_mutex_, what_mutex_);
    std::vector<Entry> result;
    for (std::size_t i = 0; i < std::min(who_.size(), what_.size()); ++i) {
      result.push_back({who_[i], what_[i]});
    }
    return result;
  }

 private:
  mutable std::mutex who_mutex_;
  std::vector<std::string> who_;
  mutable std::mutex what_mutex_;
  std::vector<std::string> what_;
};
