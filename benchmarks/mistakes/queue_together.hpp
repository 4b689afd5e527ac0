// What the programs for the bounded queues share: several threads at one queue. Each kind of
// waiting with a pause in which the other side falls asleep, then many items.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <thread>
#include <vector>

#include "mistakes/queue_stress.hpp"

namespace stress {

// Waits for an item and returns it; the queue is open.
template <typename Queue>
int take(Queue& queue) {
  const std::optional<int> item = optional(queue.pop());
  check(item.has_value(), "an open queue gives an item");
  return *item;
}

template <template <typename> typename Queue>
void receiver_waits() {
  Queue<int> queue(2);
  std::atomic<bool> sent = false;
  const auto receive = [&] {
    waits_without_polling([&] { check(take(queue) == 7, "the item arrives"); });
    check(sent, "a receiver waits while the queue is empty");
  };
  const auto send = [&] {
    long_pause();
    sent = true;
    queue.push(7);
  };
  together(receive, send);
}

template <template <typename> typename Queue>
void sender_waits() {
  Queue<int> queue(1);
  queue.push(1);
  std::atomic<bool> second_is_in = false;
  const auto send = [&] {
    waits_without_polling([&] { queue.push(2); });
    second_is_in = true;
  };
  const auto receive = [&] {
    long_pause();
    check(!second_is_in && queue.size() == 1, "a sender waits while the queue is full");
    check(take(queue) == 1, "the first item comes first");
  };
  together(send, receive);
  check(take(queue) == 2, "the second item comes second");
}

template <template <typename> typename Queue>
void try_push_wakes_a_receiver() {
  Queue<int> queue(1);
  const auto send = [&] {
    pause();
    check(queue.try_push(7), "try_push adds while there is room");
  };
  together([&] { check(take(queue) == 7, "a receiver gets what try_push added"); }, send);
}

template <template <typename> typename Queue>
void try_pop_wakes_a_sender() {
  Queue<int> queue(1);
  queue.push(1);
  const auto receive = [&] {
    pause();
    check(queue.try_pop() == 1, "try_pop takes what there is");
  };
  together([&] { queue.push(2); }, receive);
  check(queue.try_pop() == 2, "a sender has the place that try_pop made");
}

template <template <typename> typename Queue>
void sleeping_receivers_are_all_served() {
  Queue<int> queue(3);
  std::vector<int> received(3);
  const auto send = [&] {
    pause();
    for (int item : {1, 2, 3}) queue.push(item);
  };
  together([&] { received[0] = take(queue); }, [&] { received[1] = take(queue); },
           [&] { received[2] = take(queue); }, send);
  check(sorted(received) == std::vector({1, 2, 3}), "each item goes to one receiver");
}

template <template <typename> typename Queue>
void sleeping_senders_are_all_served() {
  Queue<int> queue(3);
  for (int item : {1, 2, 3}) queue.push(item);
  const auto receive = [&] {
    pause();
    for (int item : {1, 2, 3}) check(take(queue) == item, "items keep their order");
  };
  together([&] { queue.push(4); }, [&] { queue.push(5); }, [&] { queue.push(6); }, receive);
  std::vector<int> left;
  while (left.size() < 3) left.push_back(take(queue));
  check(sorted(left) == std::vector({4, 5, 6}), "each sender's item is added");
}

template <template <typename> typename Queue>
void two_queues() {
  Queue<int> numbers(1);
  Queue<int> others(1);
  const auto send = [&] {
    pause();
    numbers.push(1);
    pause();
    others.push(2);
  };
  together([&] { check(take(numbers) == 1, "each queue has its own items"); },
           [&] { check(take(others) == 2, "each queue has its own items"); }, send);
}

// Two threads offer an item for the last place, or ask for the last item.
template <template <typename> typename Queue>
void one_place_and_one_item() {
  for (int i = 0; i < 20; ++i) {
    Queue<int> queue(2);
    queue.push(1);
    std::atomic<int> added = 0;
    const auto offer = [&] { added += queue.try_push(2) ? 1 : 0; };
    together(offer, offer);
    check(added == 1 && queue.size() == 2, "one place is filled once");
    take(queue);
    std::atomic<int> taken = 0;
    const auto ask = [&] { taken += queue.try_pop().has_value() ? 1 : 0; };
    together(ask, ask);
    check(taken == 1 && queue.size() == 0, "one item is taken once");
  }
}

// With room and items for all, nobody is refused.
template <template <typename> typename Queue>
void nobody_is_refused_without_reason() {
  constexpr int kItems = 200;
  Queue<int> queue(2 * kItems);
  const auto offer = [&] {
    for (int i = 0; i < kItems; ++i) check(queue.try_push(i), "try_push adds while there is room");
  };
  together(offer, offer);
  const auto ask = [&] {
    for (int i = 0; i < kItems; ++i) {
      check(queue.try_pop().has_value(), "try_pop takes while there is an item");
    }
  };
  together(ask, ask);
}

// Senders and receivers, half of which try until they succeed, and somebody who looks at the size.
template <template <typename> typename Queue>
void many_items() {
  constexpr std::size_t kCapacity = 2;
  Queue<int> queue(kCapacity);
  Received received(2);
  std::atomic<bool> done = false;
  const auto send = [&](int sender) { for_each_item(sender, [&](int item) { queue.push(item); }); };
  const auto try_to_send = [&](int sender) {
    for_each_item(sender, [&](int item) {
      while (!queue.try_push(item)) std::this_thread::yield();
    });
  };
  const auto receive = [&] {
    for (int i = 0; i < kItemsEach; ++i) received.add(0, take(queue));
  };
  const auto try_to_receive = [&] {
    for (int i = 0; i < kItemsEach; ++i) {
      std::optional<int> item;
      while (!(item = queue.try_pop())) std::this_thread::yield();
      received.add(1, *item);
    }
    done = true;
  };
  const auto observe = [&] {
    while (!done) {
      check(queue.size() <= kCapacity, "there are never more items than room");
      std::this_thread::yield();
    }
  };
  together([&] { send(0); }, [&] { try_to_send(1); }, receive, try_to_receive, observe);
  received.check_all(2);
}

// All by blocking calls: with little room, senders and receivers sleep in turns.
template <template <typename> typename Queue, std::size_t kCapacity>
void many_items_by_waiting() {
  Queue<int> queue(kCapacity);
  Received received(2);
  const auto send = [&](int sender) { for_each_item(sender, [&](int item) { queue.push(item); }); };
  const auto receive = [&](std::size_t receiver) {
    for (int i = 0; i < kItemsEach; ++i) received.add(receiver, take(queue));
  };
  together([&] { send(0); }, [&] { send(1); }, [&] { receive(0); }, [&] { receive(1); });
  received.check_all(2);
}

template <template <typename> typename Queue>
void many_threads() {
  together(receiver_waits<Queue>, sender_waits<Queue>);
  try_push_wakes_a_receiver<Queue>();
  try_pop_wakes_a_sender<Queue>();
  sleeping_receivers_are_all_served<Queue>();
  sleeping_senders_are_all_served<Queue>();
  two_queues<Queue>();
  one_place_and_one_item<Queue>();
  nobody_is_refused_without_reason<Queue>();
  many_items<Queue>();
  many_items_by_waiting<Queue, 1>();
  many_items_by_waiting<Queue, 3>();
}

}  // namespace stress
