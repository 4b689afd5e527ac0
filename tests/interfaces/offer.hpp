// A way to offer an item to a queue, for tests and for interfaces.
#pragma once

#include <utility>

namespace under_test {

// Offers an lvalue to try_push, whichever kinds of reference it takes.
template <typename Queue, typename T>
bool offer(Queue& queue, T& item) {
  if constexpr (requires { queue.try_push(item); }) {
    return queue.try_push(item);
  } else {
    return queue.try_push(std::move(item));
  }
}

}  // namespace under_test
