// Queues, stacks and counters without locks.
#include <array>
#include <atomic>
#include <vector>

#include "interleave/interleave.hpp"
#include "programs.hpp"

namespace buggy {
namespace {

using interleave::check;
using interleave::together;

// A stack of numbered nodes that are used again: nobody sees that the top was away in between.
class Stack {
 public:
  static constexpr int kNone = -1;

  void push(int node) {
    int top = top_;
    do {
      next_[static_cast<std::size_t>(node)] = top;
    } while (!top_.compare_exchange_strong(top, node));
  }

  int pop() {
    int top = top_;
    for (;;) {
      if (top == kNone) return kNone;
      const int next = next_[static_cast<std::size_t>(top)];
      if (top_.compare_exchange_strong(top, next)) return top;
    }
  }

 private:
  std::atomic<int> top_ = kNone;
  std::array<std::atomic<int>, 3> next_ = {kNone, kNone, kNone};
};

void stack_aba() {
  Stack stack;
  for (const int node : {2, 1, 0}) stack.push(node);
  std::array<std::atomic<int>, 3> owners = {0, 0, 0};
  const auto pop = [&] {
    const int node = stack.pop();
    if (node == Stack::kNone) return node;
    check(++owners[static_cast<std::size_t>(node)] == 1, "one node has two owners");
    return node;
  };
  const auto push = [&](int node) {
    --owners[static_cast<std::size_t>(node)];
    stack.push(node);
  };
  together({"slow", [&] { pop(), pop(); }}, {"quick", [&] {
                                               const int first = pop();
                                               pop();
                                               if (first != Stack::kNone) push(first);
                                             }});
}

// The owner takes from the bottom, a thief from the top: both may take the last item.
class WorkStealingQueue {
 public:
  void push(int item) {
    items_[static_cast<std::size_t>(bottom_.load())] = item;
    ++bottom_;
  }

  bool take(int& item) {
    const int bottom = --bottom_;
    if (top_ > bottom) {
      bottom_ = bottom + 1;
      return false;
    }
    item = items_[static_cast<std::size_t>(bottom)];
    return true;  // Without a contest for the last one.
  }

  bool steal(int& item) {
    int top = top_;
    if (top >= bottom_) return false;
    item = items_[static_cast<std::size_t>(top)];
    return top_.compare_exchange_strong(top, top + 1);
  }

 private:
  std::atomic<int> top_ = 0;
  std::atomic<int> bottom_ = 0;
  std::array<std::atomic<int>, 4> items_ = {};
};

void work_stealing_queue() {
  WorkStealingQueue queue;
  std::array<std::atomic<int>, 2> done = {0, 0};
  const auto run = [&](int item) {
    check(++done[static_cast<std::size_t>(item)] == 1, "one item was taken twice");
  };
  queue.push(0);
  queue.push(1);
  together({"owner",
            [&] {
              int item = 0;
              for (int i = 0; i < 2; ++i) {
                if (queue.take(item)) run(item);
              }
            }},
           {"thief", [&] {
              int item = 0;
              if (queue.steal(item)) run(item);
            }});
}

// The index is published before the slot is filled.
void ring_published_early() {
  std::array<std::atomic<int>, 4> slots = {};
  std::atomic<int> tail = 0;
  together({"sender",
            [&] {
              for (int i = 0; i < 3; ++i) {
                ++tail;
                slots[static_cast<std::size_t>(i)] = i + 1;
              }
            }},
           {"receiver", [&] {
              const int end = tail;
              for (int i = 0; i < end; ++i) {
                check(slots[static_cast<std::size_t>(i)] == i + 1, "an empty slot was read");
              }
            }});
}

// Two senders take the same slot.
void ring_with_two_senders() {
  std::array<std::atomic<int>, 4> slots = {};
  std::atomic<int> tail = 0;
  const auto send = [&](int item) {
    const int slot = tail;
    slots[static_cast<std::size_t>(slot)] = item;
    tail = slot + 1;
  };
  together({"sender 1",
            [&] {
              send(1);
              send(2);
            }},
           {"sender 2", [&] { send(3); }});
  check(tail == 3, "an item was overwritten");
}

// One attempt, and no look whether it worked.
void compare_exchange_ignored() {
  std::atomic<int> counter = 0;
  const auto count = [&] {
    for (int i = 0; i < 2; ++i) {
      int seen = counter;
      counter.compare_exchange_strong(seen, seen + 1);
    }
  };
  together({"one", count}, {"two", count});
  check(counter == 4, "a count was lost");
}

// The queue is empty and then it is closed; an item that comes between is never taken.
void closed_too_soon() {
  std::atomic<int> items = 0;
  std::atomic<bool> closed = false;
  std::atomic<int> refused = 0;
  together({"sender",
            [&] {
              if (closed)
                ++refused;
              else
                ++items;
            }},
           {"closer", [&] {
              while (items > 0) --items;
              closed = true;
            }});
  check(items == 0, "an item was left in a closed queue");
}

}  // namespace

std::vector<Program> lock_free() {
  return {
      {"stack_aba", "a node comes back while another pop looks at it", 2, stack_aba},
      {"work_stealing_queue", "owner and thief both take the last item", 2, work_stealing_queue},
      {"ring_published_early", "the index is published before the slot is filled", 2,
       ring_published_early},
      {"ring_two_senders", "a ring for one sender is used by two", 2, ring_with_two_senders},
      {"exchange_ignored", "the result of compare_exchange is not asked for", 2,
       compare_exchange_ignored},
      {"closed_too_soon", "empty is seen before closed is said", 2, closed_too_soon},
  };
}

}  // namespace buggy
