// The second half of the tests of 1.3, in a file of its own: two files are compiled at the same
// time.
#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "3_bounded_queue_test.hpp"

namespace under_test {
namespace {

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

TEST(BoundedQueue, TwoItemsLetTwoSleepingReceiversGo) {
  EXPLORE_WITH(.polling_forbidden = true) {
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
  EXPLORE_WITH(.polling_forbidden = true) {
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

TEST(BoundedQueue, ItemThatCanOnlyBeMovedSurvivesTheWait) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<std::unique_ptr<int>> queue(1);
    queue.push(std::make_unique<int>(1));
    const auto receive = [&] {
      until_others_wait();
      for (int expected : {1, 2}) {
        const std::unique_ptr<int> item = queue.pop();
        EXPECT_TRUE(item != nullptr && *item == expected);
      }
    };
    together({"sender", [&] { queue.push(std::make_unique<int>(2)); }}, {"receiver", receive});
  };
}

TEST(BoundedQueue, SenderThatWakesAgainAndAgainWithoutReasonWaitsOn) {
  EXPLORE_WITH(.spurious_wakeups_max = 4) {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto receive = [&] {
      until_others_wait();
      EXPECT_EQ(queue.size(), 1u);
      EXPECT_EQ(pop_many(queue, 2), (std::vector{1, 2}));
    };
    together({"sender", [&] { queue.push(2); }}, {"receiver", receive});
  };
}

TEST(BoundedQueue, ReceiverThatWakesAgainAndAgainWithoutReasonWaitsOn) {
  EXPLORE_WITH(.spurious_wakeups_max = 4) {
    BoundedQueue<int> queue(1);
    const auto send = [&] {
      until_others_wait();
      queue.push(7);
    };
    together({"receiver", [&] { EXPECT_EQ(queue.pop(), 7); }}, {"sender", send});
  };
}

// A lock that is not free yet is no reason to say no, however long others hold it.
TEST(BoundedQueue, BothTriesWaitForTheLockAsLongAsItTakes) {
  EXPLORE_WITH(.timeouts_any_time = true) {
    BoundedQueue<int> queue(2);
    queue.push(1);
    together({"sender", [&] { EXPECT_TRUE(queue.try_push(2)); }},
             {"receiver", [&] { EXPECT_EQ(queue.try_pop(), 1); }});
  };
}

}  // namespace
}  // namespace under_test
