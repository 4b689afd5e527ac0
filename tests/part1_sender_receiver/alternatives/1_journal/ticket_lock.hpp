// Alternative: Who comes draws a number, and waits on an atomic until it is served.
#pragma once

#include <atomic>
#include <cstddef>
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
    const Turn turn(*this);
    entries_.push_back({std::move(who), std::move(what)});
  }

  std::size_t size() const {
    const Turn turn(*this);
    return entries_.size();
  }

  std::vector<Entry> entries() const {
    const Turn turn(*this);
    return entries_;
  }

 private:
  struct Turn {
    explicit Turn(const Journal& of) : journal(of) {
      const unsigned mine = journal.next_++;
      for (unsigned now = journal.served_; now != mine; now = journal.served_) {
        journal.served_.wait(now);
      }
    }
    ~Turn() {
      ++journal.served_;
      journal.served_.notify_all();
    }

    const Journal& journal;
  };

  mutable std::atomic<unsigned> next_ = 0;
  mutable std::atomic<unsigned> served_ = 0;
  std::vector<Entry> entries_;
};
