// What the programs for the queues with an end share: the end in one thread, while others sleep,
// and in the middle of many items.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "mistakes/stress.hpp"

namespace stress {

template <template <typename> typename Queue>
void the_end_in_one_thread() {
  Queue<int> queue(3);
  check(!queue.closed(), "a new queue is open");
  check(queue.push(1) && queue.push(2), "an open queue accepts");
  queue.close();
  check(queue.closed() && queue.size() == 2, "a closed queue keeps what it has");
  check(!queue.push(3) && !queue.try_push(4), "a closed queue accepts nothing");
  check(queue.pop() == 1 && queue.try_pop() == 2, "what was accepted is received");
  queue.close();
  check(queue.closed() && queue.size() == 0, "closing twice is closing once");
  check(!queue.push(5) && !queue.try_push(6), "room makes no difference after the end");
  check(!queue.pop() && !queue.pop() && !queue.try_pop(), "after the last item there is nothing");
}

template <template <typename> typename Queue>
void a_full_queue_is_closed() {
  Queue<int> queue(1);
  queue.push(1);
  queue.close();
  check(!queue.push(2), "a closed queue refuses at once, also when it is full");
  check(queue.pop() == 1 && !queue.pop(), "what was accepted is received");
}

template <template <typename> typename Queue>
void refused_items_are_kept_nowhere() {
  Queue<std::shared_ptr<int>> queue(1);
  queue.close();
  auto item = std::make_shared<int>(7);
  check(!queue.push(item), "a closed queue accepts nothing");
  check(item.use_count() == 1, "what push refuses is kept nowhere");
  check(!queue.try_push(std::move(item)), "a closed queue accepts nothing");
  check(item != nullptr, "what try_push refuses stays with the caller");
}

template <template <typename> typename Queue>
void other_queues_stay_open() {
  Queue<int> closed(1);
  Queue<int> open(1);
  closed.close();
  check(!open.closed() && open.push(7) && open.pop() == 7, "each queue has its own end");
}

template <template <typename> typename Queue>
void closing_wakes_receivers() {
  Queue<int> queue(1);
  std::atomic<bool> closed = false;
  const auto receive = [&] {
    waits_without_polling([&] { check(!queue.pop(), "the end is no item"); });
    check(closed, "a receiver waits while the queue is empty and open");
  };
  const auto close = [&] {
    long_pause();
    closed = true;
    queue.close();
  };
  together(receive, receive, receive, close);
}

template <template <typename> typename Queue>
void closing_wakes_senders() {
  Queue<int> queue(1);
  queue.push(1);
  const auto send = [&] {
    waits_without_polling(
        [&] { check(!queue.push(2), "who waited while the end came adds nothing"); });
  };
  const auto close = [&] {
    long_pause();
    queue.close();
    check(queue.pop() == 1, "what was accepted is received");
  };
  together(send, send, close);
  check(queue.size() == 0 && !queue.pop(), "who waited while the end came adds nothing");
}

template <template <typename> typename Queue>
void the_end_comes_at_any_moment() {
  for (int i = 0; i < 20; ++i) {
    Queue<int> empty(1);
    const auto receive = [&] { check(!empty.pop(), "the end is no item"); };
    together(receive, receive, [&] { empty.close(); });
    Queue<int> full(1);
    full.push(1);
    const auto send = [&] { check(!full.push(2), "a full queue has no room"); };
    const auto close = [&] { full.close(); };
    together(send, send, close, close);
    check(full.closed() && full.pop() == 1 && !full.pop(), "what was accepted is received");
  }
}

template <template <typename> typename Queue>
void closing_waits_for_nobody() {
  Queue<int> queue(1);
  std::atomic<bool> closed = false;
  const auto close = [&] {
    queue.push(1);
    queue.close();
    closed = true;
  };
  const auto receive = [&] {
    while (!closed) pause();  // For ever, where close() waits until the queue is empty.
    check(queue.pop() == 1 && !queue.pop(), "what was accepted is received");
  };
  together(close, receive);
}

template <template <typename> typename Queue>
void nothing_is_added_after_the_end() {
  for (int i = 0; i < 20; ++i) {
    Queue<int> queue(4);
    const auto send = [&] {
      const bool end_seen = queue.closed();
      check(!(queue.push(1) && end_seen), "nothing is added after the end");
    };
    const auto offer = [&] {
      while (!queue.closed()) queue.try_push(2);
      check(!queue.try_push(3), "nothing is added after the end");
    };
    together(send, offer, [&] { queue.close(); });
  }
}

// Two senders, two receivers, and the end somewhere in the middle: what is accepted and what is
// received have to be the same.
template <template <typename> typename Queue>
void the_end_in_the_middle() {
  for (int items_before_the_end : {1, 10, 40}) {
    Queue<int> queue(2);
    std::vector<int> accepted[2];
    std::vector<int> received[2];
    const auto send = [&](int sender) {
      for (int item = sender; queue.push(item); item += 2) accepted[sender].push_back(item);
    };
    const auto receive = [&](int receiver) {
      while (const std::optional<int> item = queue.pop()) {
        received[receiver].push_back(*item);
        if (*item == items_before_the_end) queue.close();
      }
      check(!queue.try_pop(), "after the end nobody receives anything");
    };
    together([&] { send(0); }, [&] { send(1); }, [&] { receive(0); }, [&] { receive(1); });
    for (auto* lists : {accepted, received}) {
      lists[0].insert(lists[0].end(), lists[1].begin(), lists[1].end());
    }
    check(sorted(received[0]) == sorted(accepted[0]),
          "what was accepted is received, and nothing else");
  }
}

template <template <typename> typename Queue>
void the_end() {
  the_end_in_one_thread<Queue>();
  a_full_queue_is_closed<Queue>();
  refused_items_are_kept_nowhere<Queue>();
  other_queues_stay_open<Queue>();
  together(closing_wakes_receivers<Queue>, closing_wakes_senders<Queue>);
  the_end_comes_at_any_moment<Queue>();
  closing_waits_for_nobody<Queue>();
  nothing_is_added_after_the_end<Queue>();
  the_end_in_the_middle<Queue>();
}

}  // namespace stress
