// What the tests of 1.3 share.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "bounded_queue.hpp"
#include "items.hpp"
#include "tests/interfaces/offer.hpp"
#include "workbook_test.hpp"

namespace under_test {

template <typename... Items>
void push_all(BoundedQueue<int>& queue, Items... items) {
  (queue.push(items), ...);
}

inline std::vector<int> pop_many(BoundedQueue<int>& queue, std::size_t count) {
  std::vector<int> items;
  while (items.size() < count) items.push_back(queue.pop());
  return items;
}

// Takes everything out and returns its numbers. Requires: copies are left.
inline std::vector<int> drain(BoundedQueue<Rationed>& queue) {
  std::vector<int> numbers;
  while (const std::optional<Rationed> item = queue.try_pop()) numbers.push_back(item->number);
  return numbers;
}

}  // namespace under_test
