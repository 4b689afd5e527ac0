// The tests of 1.7 with numbers: many years, messages, topics and wake-ups. They come last: an
// answer that fails here too has a better story above.
#include <chrono>
#include <optional>
#include <string>
#include <thread>

#include "7_message_queue_test.hpp"

namespace under_test {
namespace {

// Nothing else tells a wait of years from one of for ever, or of a day at most.
TEST(MessageQueue, WaitOfManyYearsEndsWhenItsTimeIsUp) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    constexpr hours kManyYears(140 * 365 * 24);
    const Stopwatch stopwatch;
    EXPECT_EQ(queue.wait("news", kManyYears), std::nullopt);
    EXPECT_EQ(stopwatch.time(), Elapsed(kManyYears));
  };
}

// Whatever wakes the receiver, it is not its message. A right answer has few schedules here; of the
// many that a wrong one may have, some are enough.
TEST(MessageQueue, NoNumberOfWakeUpsEndsAWait) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 50) {
    MessageQueue queue;
    queue.create("news");
    queue.create("weather");
    const auto receive = [&] {
      const Stopwatch stopwatch;
      EXPECT_EQ(queue.wait("news", hours(2)), std::nullopt);
      EXPECT_EQ(stopwatch.time(), Elapsed(hours(2))) << "is when its wait ended";
    };
    const auto send = [&] {
      for (int i = 0; i < 40; ++i) {
        std::this_thread::sleep_for(minutes(1));
        put_all(queue, "weather", "rain");
      }
    };
    together({"receiver", receive}, {"sender", send});
  };
}

// Two topics may share what others do not: this is tried with many a second topic.
TEST(MessageQueue, WaiterOfNoOtherTopicTakesTheWakeUp) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    const std::string other = "topic " + std::to_string(choose(64));
    queue.create("news");
    queue.create(other);
    const auto receive = [&] {
      std::this_thread::sleep_for(minutes(1));
      const Stopwatch stopwatch;
      EXPECT_EQ(queue.wait("news", kForever), "one");
      EXPECT_EQ(stopwatch.time(), Elapsed(minutes(1))) << "is when the message came";
    };
    const auto send = [&] {
      std::this_thread::sleep_for(minutes(2));
      put_all(queue, "news", "one");
    };
    together(
        {"receiver of the other", [&] { EXPECT_EQ(queue.wait(other, hours(2)), std::nullopt); }},
        {"receiver of news", receive}, {"sender", send});
  };
}

TEST(MessageQueue, TopicHasNoLimitToItsMessages) {
  EXPLORE_WITH(.steps_max = 1'000'000) {
    MessageQueue queue;
    queue.create("news");
    constexpr int kMessages = 1'100;
    for (int i = 0; i < kMessages; ++i) queue.put("news", std::to_string(i));
    int received = 0;
    while (queue.get("news") == std::to_string(received)) ++received;
    EXPECT_EQ(received, kMessages) << "messages came out in their order";
  };
}

TEST(MessageQueue, ThereIsNoLimitToTopics) {
  EXPLORE_WITH(.steps_max = 1'000'000) {
    MessageQueue queue;
    constexpr int kTopics = 100;
    create_many(queue, 'n', kTopics);
    EXPECT_EQ(topics_of(queue).size(), std::size_t{kTopics});
    for (int i = 1; i <= kTopics; ++i) queue.put("n" + std::to_string(i), std::to_string(i));
    int given_back = 0;
    for (int i = 1; i <= kTopics; ++i) {
      if (queue.get("n" + std::to_string(i)) == std::to_string(i)) ++given_back;
    }
    EXPECT_EQ(given_back, kTopics) << "topics gave back what was put into them";
  };
}

}  // namespace
}  // namespace under_test
