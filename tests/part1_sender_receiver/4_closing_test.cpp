#include "4_closing_test.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace under_test {
namespace {

// ---- Alone: one thread. ----

TEST(BoundedQueue, GivesTheOldestItemFirst) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    EXPECT_TRUE(queue.push(1));
    EXPECT_TRUE(queue.push(2));
    EXPECT_EQ(queue.pop(), 1);
    EXPECT_TRUE(queue.push(3));
    EXPECT_EQ(queue.pop(), 2);
    EXPECT_EQ(queue.pop(), 3);
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
    BoundedQueue<int> queue(1);
    EXPECT_EQ(queue.try_pop(), std::nullopt);
    queue.push(7);
    EXPECT_EQ(queue.try_pop(), 7);
    EXPECT_EQ(queue.try_pop(), std::nullopt);
  };
}

TEST(BoundedQueue, RefusesToHaveNoRoom) {
  EXPLORE {
    EXPECT_TRUE(throws<std::invalid_argument>([] { BoundedQueue<int> queue(0); }));
    EXPECT_EQ(BoundedQueue<int>(3).size(), 0u);
  };
}

TEST(BoundedQueue, IsOpenUntilItIsClosed) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    EXPECT_FALSE(queue.closed());
    queue.close();
    EXPECT_TRUE(queue.closed());
  };
}

TEST(BoundedQueue, RefusedItemOfTryPushStaysWithTheCaller) {
  EXPLORE {
    BoundedQueue<std::unique_ptr<int>> queue(1);
    queue.close();
    auto refused = std::make_unique<int>(2);
    EXPECT_FALSE(offer(queue, refused));
    EXPECT_FALSE(queue.try_push(std::move(refused)));
    EXPECT_TRUE(refused != nullptr && *refused == 2);
  };
}

TEST(BoundedQueue, RefusedItemOfPushIsKeptNowhere) {
  EXPLORE {
    BoundedQueue<std::shared_ptr<int>> queue(1);
    queue.close();
    const auto item = std::make_shared<int>(7);
    EXPECT_FALSE(queue.push(item));
    EXPECT_EQ(item.use_count(), 1);
  };
}

TEST(BoundedQueue, ClosingOneQueueLeavesTheOthersOpen) {
  EXPLORE {
    BoundedQueue<int> closed(1);
    BoundedQueue<int> open(1);
    closed.close();
    EXPECT_FALSE(open.closed());
    EXPECT_TRUE(open.push(7));
    EXPECT_EQ(open.pop(), 7);
    EXPECT_FALSE(BoundedQueue<int>(1).closed());
  };
}

TEST(BoundedQueue, CarriesItemsThatCanOnlyBeMoved) {
  EXPLORE {
    BoundedQueue<std::unique_ptr<int>> queue(2);
    EXPECT_TRUE(queue.push(std::make_unique<int>(1)));
    EXPECT_TRUE(queue.try_push(std::make_unique<int>(2)));
    queue.close();
    EXPECT_EQ(number_in(queue.pop()), 1);
    EXPECT_EQ(number_in(queue.try_pop()), 2);
    EXPECT_EQ(queue.pop(), std::nullopt);
  };
}

TEST(BoundedQueue, PushWhoseCopyThrowsTakesNoRoom) {
  EXPLORE {
    bool fails = true;
    BoundedQueue<Fragile> queue(1);
    Fragile item(1, &fails);
    EXPECT_TRUE(throws<CopyFailed>([&] { queue.push(Fragile(1, &fails)); }));
    EXPECT_TRUE(throws<CopyFailed>([&] { offer(queue, item); }));
    EXPECT_EQ(queue.size(), 0u);
    fails = false;
    EXPECT_TRUE(queue.push(Fragile(2, &fails)));
    queue.close();
    EXPECT_EQ(number_in(queue.pop()), 2);
    EXPECT_FALSE(queue.pop().has_value());
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
    EXPECT_TRUE(queue.push(Fragile(2, &fails)));
    queue.close();
    EXPECT_EQ(number_in(queue.try_pop()), 2);
    EXPECT_FALSE(queue.pop().has_value());
  };
}

TEST(BoundedQueue, MovesAnItemAndNeverCopiesIt) {
  EXPLORE {
    BoundedQueue<Traveller> queue(3);
    EXPECT_TRUE(queue.push(Traveller(1)));
    EXPECT_TRUE(queue.push(Traveller(2)));
    EXPECT_TRUE(queue.try_push(Traveller(3)));
    EXPECT_EQ(queue.pop()->copies, 0);
    EXPECT_EQ(queue.try_pop()->copies, 0);
    EXPECT_EQ(queue.pop()->copies, 0);
  };
}

}  // namespace
}  // namespace under_test
