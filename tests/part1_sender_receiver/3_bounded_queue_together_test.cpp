// The second half of the tests of 1.3, in a file of its own: two files are compiled at the same
// time.
#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "3_bounded_queue_test.hpp"

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

TEST(BoundedQueue, TwoFreePlacesLetTwoSleepingSendersGo) {
  EXPLORE_WITH(.polling_forbidden = true) {
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

TEST(BoundedQueue, TwoTryPushesLetTwoSleepingReceiversGo) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(2);
    std::vector<int> received(2);
    const auto send = [&] {
      until_others_wait();
      for (int item : {1, 2}) EXPECT_TRUE(queue.try_push(item));
    };
    together({"first receiver", [&] { received[0] = queue.pop(); }},
             {"second receiver", [&] { received[1] = queue.pop(); }}, {"sender", send});
    EXPECT_EQ(sorted(received), (std::vector{1, 2}));
  };
}

TEST(BoundedQueue, TwoTryPopsLetTwoSleepingSendersGo) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(2);
    push_all(queue, 1, 2);
    const auto receive = [&] {
      until_others_wait();
      for (int i = 0; i < 2; ++i) EXPECT_TRUE(queue.try_pop().has_value());
    };
    together({"first sender", [&] { queue.push(3); }}, {"second sender", [&] { queue.push(4); }},
             {"receiver", receive});
    EXPECT_EQ(queue.size(), 2u);
  };
}

TEST(BoundedQueue, TryPopSaysNoAlsoWhileAReceiverSleeps) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    const auto send = [&] {
      until_others_wait();
      EXPECT_FALSE(queue.try_pop().has_value());
      queue.push(7);
    };
    together({"receiver", [&] { EXPECT_EQ(queue.pop(), 7); }}, {"sender", send});
  };
}

TEST(BoundedQueue, TryPushSaysNoAlsoWhileASenderSleeps) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto receive = [&] {
      until_others_wait();
      EXPECT_FALSE(queue.try_push(3));
      EXPECT_EQ(pop_many(queue, 2), (std::vector{1, 2}));
    };
    together({"sender", [&] { queue.push(2); }}, {"receiver", receive});
  };
}

TEST(BoundedQueue, ItemThatWasCountedCanBeTaken) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const auto look_and_take = [&] {
      const bool counted = queue.size() == 1;
      EXPECT_TRUE(queue.try_pop().has_value() || !counted);
    };
    together({"sender", [&] { queue.push(1); }}, {"observer", look_and_take});
  };
}

// The place that the receiver frees is free for both; at least one of them gets it.
TEST(BoundedQueue, FreedPlaceIsTakenByOneOfTwo) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(1);
    bool added_by_sender = false;
    bool added_by_receiver = false;
    const auto receive = [&] {
      EXPECT_EQ(queue.pop(), 1);
      added_by_receiver = queue.try_push(3);
    };
    together({"sender", [&] { added_by_sender = queue.try_push(2); }}, {"receiver", receive});
    EXPECT_TRUE(added_by_sender != added_by_receiver);
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
