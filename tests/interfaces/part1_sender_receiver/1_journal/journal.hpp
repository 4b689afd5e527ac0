// 1.1 as its tests see it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/interfaces/answer.hpp"

namespace under_test {

// As the answer's.
struct Entry {
  std::string who;
  std::string what;

  bool operator==(const Entry&) const = default;
};

// Hands every call on to the answer's Journal.
class Journal {
 public:
  Journal();
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void record(std::string who, std::string what);
  std::size_t size() const;
  std::vector<Entry> entries() const;

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
