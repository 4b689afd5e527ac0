// Exercise 1.1: a log that many threads write and read at the same time.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "provided/not_written.hpp"

// One line of the journal.
struct Entry {
  std::string who;
  std::string what;

  bool operator==(const Entry&) const = default;
};

// A list of entries that only grows. If one record() returns before another one starts, its entry
// comes first, whichever threads make the two calls.
//
// Thread safety: any number of threads may call any member at any time. A call may wait for other
// calls that run at that moment, and for nothing else: it does not sleep.
class Journal {
 public:
  // Adds an entry at the end. Once this has returned, every thread finds the entry there.
  void record(std::string who, std::string what) { not_written("1.1 record"); }  // TODO 1.1a

  // Returns the number of entries recorded so far.
  std::size_t size() const { not_written("1.1 size"); }  // TODO 1.1b

  // Returns all entries recorded so far, oldest first. The result belongs to the caller: later
  // entries do not change it.
  std::vector<Entry> entries() const { not_written("1.1 entries"); }  // TODO 1.1c

 private:
  // TODO 1.1d: where are the entries? What guards them in every member, even in a const one?
};
