// Mistake: An entry is kept as one text, and is split where somebody may have written the same.
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
    std::lock_guard lock(mutex_);
    lines_.push_back(who + ": " + what);
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return lines_.size();
  }

  std::vector<Entry> entries() const {
    std::lock_guard lock(mutex_);
    std::vector<Entry> all;
    for (const std::string& line : lines_) {
      const std::size_t colon = line.find(": ");
      all.push_back({line.substr(0, colon), line.substr(colon + 2)});
    }
    return all;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};
