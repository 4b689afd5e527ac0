// Mistake: A thread keeps what it copied, also for the next journal at the same address.
// Verdict: wrong result
#pragma once

#include <cstddef>
#include <map>
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
    thread_local std::map<const Journal*, std::vector<Entry>> caches;
    std::vector<Entry>& cache = caches[this];
    std::lock_guard lock(mutex_);
    for (std::size_t i = cache.size(); i < entries_.size(); ++i) cache.push_back(entries_[i]);
    return cache;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
};
