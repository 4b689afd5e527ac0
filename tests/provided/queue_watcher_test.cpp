// What a watcher hears of the provided queue. The queue itself is tried by the tests of 1.4.
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "inboxes.hpp"
#include "provided/bounded_queue.hpp"
#include "items.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

using Numbers = std::vector<std::vector<int>>;
using Sizes = std::vector<std::size_t>;

TEST(QueueWatcher, HearsOfEachQueueAndItsRoom) {
  EXPLORE {
    WatchedInboxes inboxes;
    BoundedQueue<int> one(3);
    BoundedQueue<std::string> other(1);
    EXPECT_TRUE(throws<std::invalid_argument>([] { BoundedQueue<int> none(0); }));
    EXPECT_EQ(inboxes.capacities(), (Sizes{3, 1}));
  };
}

TEST(QueueWatcher, HearsOfEachItemThatIsPutInOrTakenOut) {
  EXPLORE {
    WatchedInboxes inboxes;
    BoundedQueue<int> queue(3);
    queue.push(7);
    queue.try_push(5);
    queue.push(9);
    queue.pop();
    queue.try_pop();
    EXPECT_EQ(inboxes.numbers(), (Numbers{{5, 7, 9}}));
    EXPECT_EQ(inboxes.put_in(), (Sizes{3}));
    EXPECT_EQ(inboxes.taken_out(), (Sizes{2}));
    EXPECT_EQ(inboxes.left_behind(), 1u);
  };
}

TEST(QueueWatcher, HearsNothingOfWhatIsRefused) {
  EXPLORE {
    WatchedInboxes inboxes;
    BoundedQueue<int> queue(1);
    queue.try_pop();
    queue.push(1);
    queue.try_push(2);
    queue.close();
    queue.push(3);
    queue.pop();
    queue.pop();
    EXPECT_EQ(inboxes.numbers(), (Numbers{{1}}));
    EXPECT_EQ(inboxes.taken_out(), (Sizes{1}));
  };
}

TEST(QueueWatcher, HearsNothingOfAnItemThatThrowsOnItsWay) {
  EXPLORE {
    WatchedInboxes inboxes;
    bool fails = true;
    BoundedQueue<Fragile> queue(1);
    EXPECT_TRUE(throws<CopyFailed>([&] { queue.push(Fragile(1, &fails)); }));
    EXPECT_EQ(inboxes.put_in(), (Sizes{0}));
    fails = false;
    queue.push(Fragile(1, &fails));
    fails = true;
    EXPECT_TRUE(throws<CopyFailed>([&] { queue.pop(); }));
    EXPECT_EQ(inboxes.put_in(), (Sizes{1}));
    EXPECT_EQ(inboxes.taken_out(), (Sizes{0}));
  };
}

TEST(QueueWatcher, CountsItemsThatAreNoNumbers) {
  EXPLORE {
    WatchedInboxes inboxes;
    BoundedQueue<std::string> queue(1);
    queue.push("one");
    EXPECT_EQ(inboxes.numbers(), (Numbers{{}}));
    EXPECT_EQ(inboxes.put_in(), (Sizes{1}));
  };
}

TEST(QueueWatcher, AQueueInThePlaceOfAnEarlierOneIsNew) {
  EXPLORE {
    WatchedInboxes inboxes;
    std::optional<BoundedQueue<int>> queue;
    queue.emplace(1).push(1);
    queue.emplace(2).push(2);
    EXPECT_EQ(inboxes.capacities(), (Sizes{1, 2}));
    EXPECT_EQ(inboxes.numbers(), (Numbers{{1}, {2}}));
  };
}

TEST(QueueWatcher, HearsOfAnEarlierQueueWithoutItsRoom) {
  EXPLORE {
    BoundedQueue<int> earlier(3);
    WatchedInboxes inboxes;
    EXPECT_EQ(inboxes.capacities(), Sizes());
    earlier.push(1);
    EXPECT_EQ(inboxes.capacities(), (Sizes{0}));
    EXPECT_EQ(inboxes.numbers(), (Numbers{{1}}));
  };
}

TEST(QueueWatcher, TheOneThatWasMadeLastIsTold) {
  EXPLORE {
    EXPECT_EQ(QueueWatcher::current(), nullptr);
    WatchedInboxes outer;
    BoundedQueue<int> queue(2);
    {
      WatchedInboxes inner;
      BoundedQueue<int> other(1);
      other.push(1);
      EXPECT_EQ(inner.numbers(), (Numbers{{1}}));
    }
    queue.push(2);
    EXPECT_EQ(outer.numbers(), (Numbers{{2}}));
  };
}

TEST(QueueWatcher, CountsTheThreadsThatUseTheQueues) {
  EXPLORE {
    WatchedInboxes inboxes;
    BoundedQueue<int> queue(1);
    queue.push(1);
    EXPECT_EQ(inboxes.threads(), 1u);
    together({"sender", [&] { queue.push(2); }}, {"receiver", [&] { queue.pop(); }});
    EXPECT_EQ(inboxes.threads(), 3u);
    queue.pop();
    EXPECT_EQ(inboxes.threads(), 3u);
  };
}

// A schedule that fails ends in the middle: no destructor runs.
TEST(QueueWatcher, IsForgottenAfterAScheduleThatFails) {
  const interleave::Result failed = interleave::explore([] {
    const WatchedInboxes inboxes;
    interleave::check(false, "it fails");
  });
  EXPECT_EQ(failed.verdict, interleave::Verdict::kFailed);
  EXPECT_EQ(QueueWatcher::current(), nullptr);
}

// Two threads that use a queue each, watched or not.
std::string schedules_of_two_queues(bool watched) {
  const interleave::Result result = interleave::explore([&] {
    std::optional<WatchedInboxes> inboxes;
    if (watched) inboxes.emplace();
    BoundedQueue<int> left(1);
    BoundedQueue<int> right(1);
    const auto pass = [](BoundedQueue<int>& from, BoundedQueue<int>& to) {
      to.push(1);
      from.pop();
    };
    together({"left", [&] { pass(left, right); }}, {"right", [&] { pass(right, left); }});
  });
  EXPECT_EQ(result.verdict, interleave::Verdict::kPassed)
      << (result.failure ? interleave::to_text(result.failure->story) : "");
  return result.seen;
}

TEST(QueueWatcher, AddsNoStepToASchedule) {
  EXPECT_EQ(schedules_of_two_queues(true), schedules_of_two_queues(false));
}

}  // namespace
}  // namespace under_test
