// Mistake: A reader takes new entries out of the inbox and files them later; in between nobody
// sees them.
// Verdict: wrong result
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
    std::lock_guard lock(inbox_mutex_);
    inbox_.push_back({std::move(who), std::move(what)});
  }

  std::size_t size() const { return entries().size(); }

  std::vector<Entry> entries() const {
    std::vector<Entry> arrived;
    {
      std::lock_guard lock(inbox_mutex_);
      arrived.swap(inbox_);
    }
    std::lock_guard lock(mutex_);
    for (Entry& entry : arrived) entries_.push_back(std::move(entry));
    return entries_;
  }

 private:
  mutable std::mutex inbox_mutex_;
  mutable std::mutex mutex_;
  mutable std::vector<Entry> inbox_;    // Guarded by inbox_mutex_.
  mutable std::vector<Entry> entries_;  // Guarded by mutex_.
};
