// What the tests of 1.3 share.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "bounded_queue.hpp"
#include "workbook_test.hpp"

// Offers an lvalue to try_push, whichever kinds of reference it takes.
template <typename Queue, typename T>
bool offer(Queue& queue, T& item) {
  if constexpr (requires { queue.try_push(item); }) {
    return queue.try_push(item);
  } else {
    return queue.try_push(std::move(item));
  }
}

template <typename... Items>
void push_all(BoundedQueue<int>& queue, Items... items) {
  (queue.push(items), ...);
}

inline std::vector<int> pop_many(BoundedQueue<int>& queue, std::size_t count) {
  std::vector<int> items;
  while (items.size() < count) items.push_back(queue.pop());
  return items;
}

struct CopyFailed : std::runtime_error {
  CopyFailed() : std::runtime_error("this item cannot be copied now") {}
};

// Cannot be moved, and its copy throws while `*fails`. Has no default constructor.
struct Fragile {
  Fragile(int number, const bool* fails) : number(number), fails(fails) {}
  Fragile(const Fragile& other) : number(other.number), fails(other.fails) {
    if (*fails) throw CopyFailed();
  }
  Fragile& operator=(const Fragile& other) {
    if (*other.fails) throw CopyFailed();
    number = other.number;
    fails = other.fails;
    return *this;
  }

  int number;
  const bool* fails;
};
