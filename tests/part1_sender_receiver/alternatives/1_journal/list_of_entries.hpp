// Alternative: An entry is made outside the lock and moved into a std::list under it.
#pragma once

#include <cstddef>
#include <list>
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
    std::list<Entry> entry;
    entry.push_back({std::move(who), std::move(what)});
    std::lock_guard lock(mutex_);
    entries_.splice(entries_.end(), entry);
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return entries_.size();
  }

  std::vector<Entry> entries() const {
    std::lock_guard lock(mutex_);
    return {entries_.begin(), entries_.end()};
  }

 private:
  mutable std::mutex mutex_;
  std::list<Entry> entries_;
};
