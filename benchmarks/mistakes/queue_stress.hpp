// What the programs for the bounded queues share: the checks in one thread, and items that tell
// who sent them.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "mistakes/stress.hpp"

namespace stress {

struct CopyFailed : std::runtime_error {
  CopyFailed() : std::runtime_error("this item cannot be copied now") {}
};

// Cannot be moved, and its copy throws while `*fails`.
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

// Offers an lvalue to try_push, whichever kinds of reference it takes.
template <typename Queue, typename T>
bool offer(Queue& queue, T& item) {
  if constexpr (requires { queue.try_push(item); }) {
    return queue.try_push(item);
  } else {
    return queue.try_push(std::move(item));
  }
}

// What pop() and try_pop() return, as an optional.
template <typename T>
std::optional<T> optional(T item) {
  return item;
}
template <typename T>
std::optional<T> optional(std::optional<T> item) {
  return item;
}

template <template <typename> typename Queue>
void order_and_capacity() {
  throws<std::invalid_argument>([] { Queue<int> queue(0); }, "a capacity of 0 is refused");
  Queue<int> queue(3);
  check(queue.size() == 0 && queue.capacity() == 3, "a new queue is empty");
  check(!queue.try_pop(), "an empty queue has no item");
  for (int item : {0, -1, 1000}) queue.push(item);
  int refused = 7;
  check(!offer(queue, refused) && !queue.try_push(8), "a full queue has no room");
  check(queue.size() == 3 && queue.capacity() == 3, "a full queue is as large as its capacity");
  check(optional(queue.pop()) == 0 && queue.try_pop() == -1,
        "items come in the order they went in");
  check(queue.size() == 1, "what is taken is gone");
  queue.push(4);
  check(offer(queue, refused), "what was taken made room");
  check(queue.try_pop() == 1000 && optional(queue.pop()) == 4 && optional(queue.pop()) == 7,
        "items come in the order they went in");
  check(!queue.try_pop() && queue.size() == 0, "an empty queue has no item");
}

template <template <typename> typename Queue>
void items_that_can_only_be_moved() {
  Queue<std::unique_ptr<int>> queue(1);
  queue.push(std::make_unique<int>(1));
  auto refused = std::make_unique<int>(2);
  check(!offer(queue, refused), "a full queue has no room");
  check(!queue.try_push(std::move(refused)), "a full queue has no room");
  check(refused != nullptr && *refused == 2, "a refused item stays with the caller");
  check(**optional(queue.pop()) == 1, "an item that can only be moved arrives");
  check(queue.try_push(std::move(refused)), "what was taken made room");
  check(**queue.try_pop() == 2, "an item that can only be moved arrives");
}

template <template <typename> typename Queue>
void copies_that_throw() {
  bool fails = true;
  Queue<Fragile> queue(1);
  Fragile item(1, &fails);
  throws<CopyFailed>([&] { queue.push(Fragile(1, &fails)); }, "the caller hears of a failed copy");
  throws<CopyFailed>([&] { offer(queue, item); }, "the caller hears of a failed copy");
  check(queue.size() == 0, "an item whose copy failed takes no room");
  fails = false;
  check(offer(queue, item), "an item whose copy failed takes no room");
  fails = true;
  throws<CopyFailed>([&] { queue.pop(); }, "the caller hears of a failed copy");
  fails = false;
  queue.try_pop();
  queue.push(Fragile(2, &fails));
  check(optional(queue.pop())->number == 2, "after a failed copy the queue goes on");
}

template <template <typename> typename Queue>
void one_thread() {
  order_and_capacity<Queue>();
  items_that_can_only_be_moved<Queue>();
  copies_that_throw<Queue>();
}

inline constexpr int kItemsEach = 100;  // Of each sender.

// Calls send(item) for each item of this sender: 0, 1, 2, ... for sender 0, and so on.
template <typename Send>
void for_each_item(int sender, Send send) {
  for (int i = 0; i < kItemsEach; ++i) send(sender * kItemsEach + i);
}

// What came out, at each receiver. Each receiver's list is its own.
class Received {
 public:
  explicit Received(std::size_t receivers) : items_(receivers) {}

  void add(std::size_t receiver, int item) { items_[receiver].push_back(item); }

  // Looks, once all have ended, that each item came out once, and at each receiver those of one
  // sender in order.
  void check_all(int senders) const {
    std::vector<int> all;
    for (const std::vector<int>& items : items_) {
      std::vector<int> last(static_cast<std::size_t>(senders), -1);
      for (int item : items) {
        check(0 <= item && item < senders * kItemsEach, "what comes out went in");
        int& last_of_sender = last[static_cast<std::size_t>(item / kItemsEach)];
        check(item > last_of_sender, "items of one sender keep their order");
        last_of_sender = item;
      }
      all.insert(all.end(), items.begin(), items.end());
    }
    check(all.size() == static_cast<std::size_t>(senders * kItemsEach), "nothing is lost");
    all = sorted(all);
    for (std::size_t i = 0; i < all.size(); ++i) {
      check(all[i] == static_cast<int>(i), "each item comes out exactly once");
    }
  }

 private:
  std::vector<std::vector<int>> items_;
};

}  // namespace stress
