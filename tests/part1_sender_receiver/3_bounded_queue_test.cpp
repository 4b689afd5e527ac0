#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bounded_queue.hpp"
#include "workbook_test.hpp"

namespace {

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

std::vector<int> pop_many(BoundedQueue<int>& queue, std::size_t count) {
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

// ---- Alone: one thread. ----

TEST(BoundedQueue, RefusesToHaveNoRoom) {
  EXPLORE {
    EXPECT_TRUE(throws<std::invalid_argument>([] { BoundedQueue<int> queue(0); }));
  };
}

TEST(BoundedQueue, StartsEmptyWithItsCapacity) {
  EXPLORE {
    const BoundedQueue<int> queue(3);
    EXPECT_EQ(queue.size(), 0u);
    EXPECT_EQ(queue.capacity(), 3u);
  };
}

TEST(BoundedQueue, TryPushFillsTheLastPlaceAndNoMore) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    int item = 7;
    EXPECT_TRUE(offer(queue, item));
    EXPECT_TRUE(queue.try_push(8));
    EXPECT_FALSE(queue.try_push(9));
    EXPECT_EQ(queue.size(), 2u);
    EXPECT_EQ(queue.capacity(), 2u);
  };
}

TEST(BoundedQueue, TryPopTakesTheLastItemAndNoMore) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    EXPECT_EQ(queue.try_pop(), std::nullopt);
    queue.push(7);
    EXPECT_EQ(queue.try_pop(), 7);
    EXPECT_EQ(queue.try_pop(), std::nullopt);
  };
}

TEST(BoundedQueue, GivesTheOldestItemFirst) {
  EXPLORE {
    BoundedQueue<int> queue(3);
    push_all(queue, 1, 2, 3);
    EXPECT_EQ(queue.pop(), 1);
    queue.push(4);
    EXPECT_EQ(pop_many(queue, 3), (std::vector{2, 3, 4}));
    EXPECT_EQ(queue.size(), 0u);
  };
}

TEST(BoundedQueue, EveryNumberIsAnItem) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    for (int item : {0, -1, 1000}) {
      queue.push(item);
      EXPECT_EQ(queue.size(), 1u);
      EXPECT_EQ(queue.pop(), item);
    }
  };
}

TEST(BoundedQueue, RefusedItemStaysWithTheCaller) {
  EXPLORE {
    BoundedQueue<std::unique_ptr<int>> queue(1);
    queue.push(std::make_unique<int>(1));
    auto refused = std::make_unique<int>(2);
    EXPECT_FALSE(offer(queue, refused));
    EXPECT_FALSE(queue.try_push(std::move(refused)));
    EXPECT_TRUE(refused != nullptr && *refused == 2);
  };
}

TEST(BoundedQueue, CarriesItemsThatCanOnlyBeMoved) {
  EXPLORE {
    BoundedQueue<std::unique_ptr<int>> queue(2);
    queue.push(std::make_unique<int>(1));
    EXPECT_TRUE(queue.try_push(std::make_unique<int>(2)));
    EXPECT_EQ(*queue.pop(), 1);
    EXPECT_EQ(**queue.try_pop(), 2);
  };
}

TEST(BoundedQueue, PushWhoseCopyThrowsTakesNoRoom) {
  EXPLORE {
    bool fails = true;
    BoundedQueue<Fragile> queue(1);
    EXPECT_TRUE(throws<CopyFailed>([&] { queue.push(Fragile(1, &fails)); }));
    EXPECT_EQ(queue.size(), 0u);
    fails = false;
    queue.push(Fragile(2, &fails));
    EXPECT_EQ(queue.pop().number, 2);
  };
}

TEST(BoundedQueue, TryPushWhoseCopyThrowsTakesNoRoom) {
  EXPLORE {
    bool fails = true;
    BoundedQueue<Fragile> queue(1);
    Fragile item(1, &fails);
    EXPECT_TRUE(throws<CopyFailed>([&] { offer(queue, item); }));
    EXPECT_EQ(queue.size(), 0u);
    fails = false;
    EXPECT_TRUE(offer(queue, item));
    EXPECT_EQ(queue.try_pop()->number, 1);
  };
}

TEST(BoundedQueue, CanBeUsedAfterAPopWhoseCopyThrows) {
  EXPLORE {
    bool fails = false;
    BoundedQueue<Fragile> queue(1);
    queue.push(Fragile(1, &fails));
    fails = true;
    EXPECT_TRUE(throws<CopyFailed>([&] { queue.pop(); }));
    fails = false;
    queue.try_pop();
    queue.push(Fragile(2, &fails));
    EXPECT_EQ(queue.pop().number, 2);
  };
}

// ---- Together: every interleaving. ----

TEST(BoundedQueue, ReceiverWaitsWhileTheQueueIsEmpty) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(2);
    std::atomic<bool> sent = false;
    const auto receive = [&] {
      EXPECT_EQ(queue.pop(), 7);
      EXPECT_TRUE(sent);
    };
    const auto send = [&] {
      until_others_wait();
      sent = true;
      queue.push(7);
    };
    together({"receiver", receive}, {"sender", send});
  };
}

TEST(BoundedQueue, SenderWaitsWhileTheQueueIsFull) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto send = [&] { queue.push(2); };
    const auto receive = [&] {
      until_others_wait();
      EXPECT_EQ(queue.size(), 1u);
      EXPECT_EQ(queue.pop(), 1);
    };
    together({"sender", send}, {"receiver", receive});
    EXPECT_EQ(queue.pop(), 2);
  };
}

TEST(BoundedQueue, KeepsTheOrderOfOneSender) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    std::vector<int> received;
    together({"sender", [&] { push_all(queue, 1, 2, 3); }},
             {"receiver", [&] { received = pop_many(queue, 3); }});
    EXPECT_EQ(received, (std::vector{1, 2, 3}));
  };
}

TEST(BoundedQueue, KeepsTheOrderWithRoomForTwo) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    std::vector<int> received;
    together({"sender", [&] { push_all(queue, 1, 2, 3); }},
             {"receiver", [&] { received = pop_many(queue, 3); }});
    EXPECT_EQ(received, (std::vector{1, 2, 3}));
  };
}

TEST(BoundedQueue, SizeMayBeAskedAtAnyTime) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    together({"sender", [&] { queue.push(1); }}, {"receiver", [&] { queue.pop(); }},
             {"observer", [&] { EXPECT_LE(queue.size(), 1u); }});
    EXPECT_EQ(queue.size(), 0u);
  };
}

TEST(BoundedQueue, TryPushLetsAWaitingReceiverGo) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    together({"receiver", [&] { EXPECT_EQ(queue.pop(), 7); }},
             {"sender", [&] { EXPECT_TRUE(queue.try_push(7)); }});
  };
}

TEST(BoundedQueue, TryPopLetsAWaitingSenderGo) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(1);
    together({"sender", [&] { queue.push(2); }},
             {"receiver", [&] { EXPECT_EQ(queue.try_pop(), 1); }});
    EXPECT_EQ(queue.try_pop(), 2);
  };
}

TEST(BoundedQueue, TryPushSucceedsWhileThereIsRoom) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    together({"first sender", [&] { EXPECT_TRUE(queue.try_push(1)); }},
             {"second sender", [&] { EXPECT_TRUE(queue.try_push(2)); }});
    EXPECT_EQ(queue.size(), 2u);
  };
}

TEST(BoundedQueue, TryPopSucceedsWhileThereIsAnItem) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    push_all(queue, 1, 2);
    together({"first receiver", [&] { EXPECT_TRUE(queue.try_pop().has_value()); }},
             {"second receiver", [&] { EXPECT_TRUE(queue.try_pop().has_value()); }});
    EXPECT_EQ(queue.size(), 0u);
  };
}

TEST(BoundedQueue, OnePlaceIsFilledOnce) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    std::vector<int> added(2);
    together({"first sender", [&] { added[0] = queue.try_push(1); }},
             {"second sender", [&] { added[1] = queue.try_push(2); }});
    EXPECT_EQ(sorted(added), (std::vector{0, 1}));
    EXPECT_EQ(queue.try_pop(), added[0] == 1 ? 1 : 2);
    EXPECT_EQ(queue.size(), 0u);
  };
}

TEST(BoundedQueue, OneItemIsTakenOnce) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(7);
    std::vector<int> taken(2);
    together({"first receiver", [&] { taken[0] = queue.try_pop().has_value(); }},
             {"second receiver", [&] { taken[1] = queue.try_pop().has_value(); }});
    EXPECT_EQ(sorted(taken), (std::vector{0, 1}));
    EXPECT_EQ(queue.size(), 0u);
  };
}

// The smallest case in which waiters of both kinds can sleep at once: with one receiver fewer or
// one item fewer, whoever is woken can always go on.
TEST(BoundedQueue, TwoReceiversAndASenderDoNotWaitForEachOther) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    std::vector<int> received(2);
    together({"first receiver", [&] { received[0] = queue.pop(); }},
             {"second receiver", [&] { received[1] = queue.pop(); }},
             {"sender", [&] { push_all(queue, 1, 2); }});
    EXPECT_EQ(sorted(received), (std::vector{1, 2}));
  };
}

TEST(BoundedQueue, TwoSendersAndAReceiverDoNotWaitForEachOther) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    std::vector<int> received;
    together({"first sender", [&] { queue.push(1); }}, {"second sender", [&] { queue.push(2); }},
             {"receiver", [&] { received = pop_many(queue, 2); }});
    EXPECT_EQ(sorted(received), (std::vector{1, 2}));
  };
}

TEST(BoundedQueue, TwoItemsLetTwoSleepingReceiversGo) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    std::vector<int> received(2);
    const auto send = [&] {
      until_others_wait();
      push_all(queue, 1, 2);
    };
    together({"first receiver", [&] { received[0] = queue.pop(); }},
             {"second receiver", [&] { received[1] = queue.pop(); }}, {"sender", send});
    EXPECT_EQ(sorted(received), (std::vector{1, 2}));
  };
}

TEST(BoundedQueue, TwoFreePlacesLetTwoSleepingSendersGo) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    push_all(queue, 1, 2);
    const auto receive = [&] {
      until_others_wait();
      EXPECT_EQ(pop_many(queue, 2), (std::vector{1, 2}));
    };
    together({"first sender", [&] { queue.push(3); }}, {"second sender", [&] { queue.push(4); }},
             {"receiver", receive});
    EXPECT_EQ(sorted(pop_many(queue, 2)), (std::vector{3, 4}));
  };
}

TEST(BoundedQueue, SenderThatWakesWithoutReasonWaitsOn) {
  EXPLORE_WITH(.spurious_wakeups_max = 1) {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto receive = [&] {
      until_others_wait();
      EXPECT_EQ(queue.size(), 1u);
      EXPECT_EQ(queue.pop(), 1);
    };
    together({"sender", [&] { queue.push(2); }}, {"receiver", receive});
    EXPECT_EQ(queue.pop(), 2);
  };
}

TEST(BoundedQueue, ReceiverThatWakesWithoutReasonWaitsOn) {
  EXPLORE_WITH(.spurious_wakeups_max = 1) {
    BoundedQueue<int> queue(1);
    together({"receiver", [&] { EXPECT_EQ(queue.pop(), 7); }}, {"sender", [&] { queue.push(7); }});
    EXPECT_EQ(queue.size(), 0u);
  };
}

TEST(BoundedQueue, TwoQueuesHaveNothingInCommon) {
  EXPLORE {
    BoundedQueue<int> numbers(1);
    BoundedQueue<int> others(1);
    const auto send = [&] {
      until_others_wait();
      numbers.push(1);
      until_others_wait();
      others.push(2);
    };
    together({"receiver of numbers", [&] { EXPECT_EQ(numbers.pop(), 1); }},
             {"receiver of others", [&] { EXPECT_EQ(others.pop(), 2); }}, {"sender", send});
  };
}

}  // namespace
