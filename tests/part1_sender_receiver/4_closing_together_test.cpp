// The second half of the tests of 1.4, in a file of its own: two files are compiled at the same
// time.
#include <atomic>
#include <optional>
#include <vector>

#include "4_closing_test.hpp"

namespace under_test {
namespace {

// ---- Together: every interleaving. ----

TEST(BoundedQueue, ReceiverWaitsWhileTheQueueIsEmptyAndOpen) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    std::atomic<bool> closed = false;
    const auto receive = [&] {
      EXPECT_EQ(queue.pop(), std::nullopt);
      EXPECT_TRUE(closed);
    };
    const auto close = [&] {
      until_others_wait();
      closed = true;
      queue.close();
    };
    together({"receiver", receive}, {"closer", close});
  };
}

TEST(BoundedQueue, SenderWaitsWhileTheQueueIsFullAndOpen) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto send = [&] { EXPECT_TRUE(queue.push(2)); };
    const auto receive = [&] {
      until_others_wait();
      EXPECT_EQ(queue.size(), 1u);
      EXPECT_EQ(queue.pop(), 1);
    };
    together({"sender", send}, {"receiver", receive});
    EXPECT_EQ(queue.pop(), 2);
  };
}

TEST(BoundedQueue, ReceiverLearnsOfTheEndWheneverItComes) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const auto receive = [&] {
      EXPECT_EQ(queue.pop(), std::nullopt);
      EXPECT_TRUE(queue.closed());
    };
    together({"receiver", receive}, {"closer", [&] { queue.close(); }});
  };
}

TEST(BoundedQueue, SenderLearnsOfTheEndWheneverItComes) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto send = [&] {
      EXPECT_FALSE(queue.push(2));
      EXPECT_TRUE(queue.closed());
    };
    together({"sender", send}, {"closer", [&] { queue.close(); }});
    EXPECT_EQ(queue.pop(), 1);
    EXPECT_EQ(queue.pop(), std::nullopt);
  };
}

TEST(BoundedQueue, ClosingWakesEveryReceiver) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    const auto receive = [&] { EXPECT_EQ(queue.pop(), std::nullopt); };
    together({"first receiver", receive}, {"second receiver", receive},
             {"closer", [&] { close_while_others_wait(queue); }});
  };
}

TEST(BoundedQueue, ClosingWakesEverySender) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto send = [&] { EXPECT_FALSE(queue.push(2)); };
    together({"first sender", send}, {"second sender", send},
             {"closer", [&] { close_while_others_wait(queue); }});
    EXPECT_EQ(queue.size(), 1u);
    EXPECT_EQ(queue.pop(), 1);
    EXPECT_EQ(queue.pop(), std::nullopt);
  };
}

TEST(BoundedQueue, WhatWasAcceptedIsReceivedAndNothingElse) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    std::vector<int> accepted;
    std::vector<int> received;
    const auto send = [&] {
      for (int item : {1, 2}) {
        if (queue.push(item)) accepted.push_back(item);
      }
    };
    together({"sender", send}, {"receiver", [&] { received = receive_all(queue); }},
             {"closer", [&] { queue.close(); }});
    EXPECT_EQ(received, accepted);
  };
}

TEST(BoundedQueue, ClosingWaitsForNobody) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    std::atomic<bool> closed = false;
    const auto close = [&] {
      queue.push(1);
      queue.close();
      closed = true;
    };
    const auto receive = [&] {
      until_others_wait();
      EXPECT_TRUE(closed);
      EXPECT_EQ(queue.pop(), 1);
    };
    together({"closer", close}, {"receiver", receive});
  };
}

TEST(BoundedQueue, TwoItemsLetTwoSleepingReceiversGo) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(2);
    const auto receive = [&] { EXPECT_TRUE(queue.pop().has_value()); };
    const auto send = [&] {
      until_others_wait();
      queue.push(1);
      EXPECT_TRUE(choose(2) == 0 ? queue.push(2) : queue.try_push(2));
    };
    together({"first receiver", receive}, {"second receiver", receive}, {"sender", send});
  };
}

TEST(BoundedQueue, WakingWithoutReasonIsNotTheEnd) {
  EXPLORE_WITH(.spurious_wakeups_max = 1) {
    BoundedQueue<int> queue(1);
    together({"receiver", [&] { EXPECT_EQ(queue.pop(), 7); }},
             {"sender", [&] { EXPECT_TRUE(queue.push(7)); }});
    EXPECT_EQ(queue.size(), 0u);
  };
}

TEST(BoundedQueue, WakingWithoutReasonMakesNoRoom) {
  EXPLORE_WITH(.spurious_wakeups_max = 1, .polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto send = [&] {
      EXPECT_FALSE(queue.push(2));
      EXPECT_TRUE(queue.closed());
    };
    const auto close = [&] {
      until_others_wait();
      EXPECT_EQ(queue.size(), 1u);
      queue.close();
    };
    together({"sender", send}, {"closer", close});
    EXPECT_EQ(queue.size(), 1u);
  };
}

TEST(BoundedQueue, TwoQueuesHaveNothingInCommon) {
  EXPLORE_WITH(.steps_max = 5'000) {
    BoundedQueue<int> numbers(1);
    BoundedQueue<int> others(1);
    const auto send = [&] {
      until_others_wait();
      numbers.push(1);
      until_others_wait();
      others.close();
    };
    together({"receiver of numbers", [&] { EXPECT_EQ(numbers.pop(), 1); }},
             {"receiver of others", [&] { EXPECT_EQ(others.pop(), std::nullopt); }},
             {"sender", send});
  };
}

// The end comes while the item is on its way to one of the two. Each of them asks once.
TEST(BoundedQueue, ClosingWakesAReceiverBesideOneThatWasToldOfAnItem) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    std::atomic<int> received = 0;
    const auto receive = [&] { received += queue.pop().has_value(); };
    const auto close = [&] {
      until_others_wait();
      EXPECT_TRUE(queue.push(1));
      queue.close();
      if (choose(2) == 1) received += queue.try_pop().has_value();
    };
    together({"first receiver", receive}, {"second receiver", receive}, {"closer", close});
    EXPECT_EQ(received, 1);
  };
}

TEST(BoundedQueue, ClosingWakesASenderBesideOneThatWasToldOfRoom) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    queue.push(1);
    std::atomic<unsigned> accepted = 0;
    const auto send = [&] { accepted += queue.push(2); };
    const auto close = [&] {
      until_others_wait();
      EXPECT_EQ(queue.pop(), 1);
      queue.close();
    };
    together({"first sender", send}, {"second sender", send}, {"closer", close});
    EXPECT_EQ(queue.size(), accepted);
  };
}

}  // namespace
}  // namespace under_test
