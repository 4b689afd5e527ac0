// Alternative: Names are kept once for all journals, under a lock that belongs to them.
#pragma once

#include <cstddef>
#include <mutex>
#include <set>
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
    lines_.push_back({kept_once(std::move(who)), std::move(what)});
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return lines_.size();
  }

  std::vector<Entry> entries() const {
    std::lock_guard lock(mutex_);
    std::vector<Entry> all;
    for (const Line& line : lines_) all.push_back({*line.who, line.what});
    return all;
  }

 private:
  struct Line {
    const std::string* who;
    std::string what;
  };

  // The name stays where it is, and nobody changes it: it may be read without the lock.
  static const std::string* kept_once(std::string name) {
    std::lock_guard lock(names_mutex_);
    return &*names_.insert(std::move(name)).first;
  }

  static inline std::mutex names_mutex_;
  static inline std::set<std::string> names_;  // Guarded by names_mutex_.
  mutable std::mutex mutex_;
  std::vector<Line> lines_;  // Guarded by mutex_.
};
