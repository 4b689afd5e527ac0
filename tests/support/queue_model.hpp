// What a bounded queue is, for one thread: the model for the tests of 1.3, 1.4 and 1.5.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>

#include "interleave/model_test.hpp"

namespace under_test {

struct QueueModel {
  std::size_t capacity;
  std::deque<int> items{};
  bool is_closed = false;

  bool push(int item) {
    interleave::waits_while(!is_closed && items.size() == capacity);
    return try_push(item);
  }
  std::optional<int> pop() {
    interleave::waits_while(!is_closed && items.empty());
    return try_pop();
  }
  bool try_push(int item) {
    if (is_closed || items.size() == capacity) return false;
    items.push_back(item);
    return true;
  }
  std::optional<int> try_pop() {
    if (items.empty()) return std::nullopt;
    const int item = items.front();
    items.pop_front();
    return item;
  }
  void close() { is_closed = true; }
  bool closed() const { return is_closed; }
  std::size_t size() const { return items.size(); }
};

}  // namespace under_test
