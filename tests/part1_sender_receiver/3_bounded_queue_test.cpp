#include "3_bounded_queue_test.hpp"

#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace {

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

}  // namespace
