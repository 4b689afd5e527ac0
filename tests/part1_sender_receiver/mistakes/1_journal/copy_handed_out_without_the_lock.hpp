// Mistake: Readers share a copy, which one of them makes anew while another still reads it.
// Verdict: data race
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
    copy_is_fresh_ = false;
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return entries_.size();
  }

  std::vector<Entry> entries() const {
    if (!copy_is_fresh_) {
      std::lock_guard lock(mutex_);
      copy_ = entries_;
      copy_is_fresh_ = true;
    }
    return copy_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
  mutable std::vector<Entry> copy_;
  mutable std::atomic<bool> copy_is_fresh_ = false;
};
