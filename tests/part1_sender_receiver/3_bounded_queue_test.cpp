#include "3_bounded_queue_test.hpp"

#include <chrono>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace under_test {
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
    EXPECT_EQ(number_in(queue.try_pop()), 2);
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
    EXPECT_EQ(number_in(queue.try_pop()), 1);
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

// Whichever copy throws, counted from the first: what is in the queue stays as it was.
TEST(BoundedQueue, ItemWhoseCopyThrowsOnTheWayInLeavesNothingBehind) {
  EXPLORE {
    int copies_left = 100;
    BoundedQueue<Rationed> queue(4);
    for (int number : {1, 2}) queue.push(Rationed(number, &copies_left));
    Rationed third(3, &copies_left);
    const bool by_push = choose(2) == 0;
    copies_left = static_cast<int>(choose(4));
    const bool thrown =
        throws<CopyFailed>([&] { by_push ? queue.push(third) : (void)offer(queue, third); });
    copies_left = 100;
    queue.push(Rationed(9, &copies_left));
    EXPECT_EQ(drain(queue), thrown ? (std::vector{1, 2, 9}) : (std::vector{1, 2, 3, 9}));
  };
}

// The item that was on its way may be lost; no other one, and no room.
TEST(BoundedQueue, ItemWhoseCopyThrowsOnTheWayOutHarmsNoOther) {
  EXPLORE {
    int copies_left = 100;
    BoundedQueue<Rationed> queue(3);
    for (int number : {1, 2, 3}) queue.push(Rationed(number, &copies_left));
    const bool by_pop = choose(2) == 0;
    copies_left = static_cast<int>(choose(4));
    const bool thrown =
        throws<CopyFailed>([&] { by_pop ? (void)queue.pop() : (void)queue.try_pop(); });
    copies_left = 100;
    const bool still_there = thrown && queue.size() == 3;
    EXPECT_EQ(drain(queue), still_there ? (std::vector{1, 2, 3}) : (std::vector{2, 3}));
    for (int number : {4, 5, 6}) EXPECT_TRUE(queue.try_push(Rationed(number, &copies_left)));
    EXPECT_EQ(drain(queue), (std::vector{4, 5, 6}));
  };
}

TEST(BoundedQueue, MovesAnItemAndNeverCopiesIt) {
  EXPLORE {
    BoundedQueue<Traveller> queue(3);
    queue.push(Traveller(1));
    queue.push(Traveller(2));
    EXPECT_TRUE(queue.try_push(Traveller(3)));
    EXPECT_EQ(queue.pop().copies, 0);
    EXPECT_EQ(queue.try_pop()->copies, 0);
    EXPECT_EQ(queue.pop().copies, 0);
  };
}

// Time stands still while any thread can run: it passes only where somebody sleeps.
TEST(BoundedQueue, SayingNoTakesNoTime) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(queue.try_pop().has_value());
    queue.push(1);
    EXPECT_FALSE(queue.try_push(2));
    EXPECT_TRUE(std::chrono::steady_clock::now() == start) << "somebody slept meanwhile";
  };
}

TEST(BoundedQueue, HasRoomForAsManyAsItWasAskedFor) {
  EXPLORE {
    BoundedQueue<int> queue(300);
    for (int item = 0; item < 300; ++item) EXPECT_TRUE(queue.try_push(item));
    EXPECT_FALSE(queue.try_push(300));
    EXPECT_EQ(queue.size(), 300u);
    for (int item = 0; item < 300; ++item) EXPECT_EQ(queue.try_pop(), item);
  };
}

TEST(BoundedQueue, HasRoomForItemsHoweverLargeItIs) {
  EXPLORE {
    BoundedQueue<int> queue(65'536);
    push_all(queue, 1, 2);
    EXPECT_EQ(pop_many(queue, 2), (std::vector{1, 2}));
  };
}

TEST(BoundedQueue, CarriesManyItemsThroughFewPlaces) {
  EXPLORE {
    BoundedQueue<int> queue(3);
    push_all(queue, 0, 1);
    for (int item = 2; item < 1000; ++item) {
      queue.push(item);
      EXPECT_EQ(queue.pop(), item - 2);
    }
  };
}

}  // namespace
}  // namespace under_test
