// What the tests of 1.4 share.
#pragma once

#include <optional>
#include <vector>

#include "closing.hpp"
#include "items.hpp"
#include "tests/interfaces/offer.hpp"
#include "workbook_test.hpp"

namespace under_test {

// Receives until the queue says that no more will come.
inline std::vector<int> receive_all(BoundedQueue<int>& queue) {
  std::vector<int> items;
  while (const std::optional<int> item = queue.pop()) items.push_back(*item);
  return items;
}

inline void close_while_others_wait(BoundedQueue<int>& queue) {
  until_others_wait();
  queue.close();
}

}  // namespace under_test
