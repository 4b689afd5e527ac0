// Mistake: All journals share their names, but each has a lock of its own.
// Verdict: data race
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
    lines_.push_back({&*names_.insert(std::move(who)).first, std::move(what)});
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
    const std::string* who;  // In names_, where each name stands once.
    std::string what;
  };

  static inline std::set<std::string> names_;
  mutable std::mutex mutex_;
  std::vector<Line> lines_;
};
