#include "7_message_queue_test.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace under_test {
namespace {

using namespace std::literals;

// ---- Alone: one thread. ----

TEST(MessageQueue, ListsTheTopicsThatWereCreated) {
  EXPLORE {
    MessageQueue queue;
    EXPECT_EQ(topics_of(queue), Names{});
    EXPECT_TRUE(queue.create("weather"));
    EXPECT_TRUE(queue.create("news"));
    EXPECT_EQ(topics_of(queue), (Names{"news", "weather"}));
  };
}

TEST(MessageQueue, GivesTheOldestMessageFirst) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    put_all(queue, "news", "one", "two", "three");
    EXPECT_EQ(queue.get("news"), "one");
    EXPECT_EQ(queue.wait("news", kForever), "two");
    put_all(queue, "news", "four");
    EXPECT_EQ(get_all(queue, "news"), (Names{"three", "four"}));
  };
}

TEST(MessageQueue, TopicsDoNotMix) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    queue.create("weather");
    put_all(queue, "news", "one", "two");
    EXPECT_EQ(queue.get("weather"), std::nullopt);
    put_all(queue, "weather", "rain");
    EXPECT_EQ(get_all(queue, "news"), (Names{"one", "two"}));
    EXPECT_EQ(get_all(queue, "weather"), (Names{"rain"}));
  };
}

TEST(MessageQueue, PutToAnUnknownTopicSaysSoAndCreatesNothing) {
  EXPLORE {
    MessageQueue queue;
    EXPECT_FALSE(queue.put("weather", "sun"));
    queue.create("news");
    EXPECT_FALSE(queue.put("weather", "rain"));
    EXPECT_EQ(topics_of(queue), (Names{"news"}));
    EXPECT_TRUE(queue.create("weather"));
    EXPECT_EQ(queue.get("weather"), std::nullopt);
  };
}

TEST(MessageQueue, GetFromAnUnknownTopicSaysSoAndCreatesNothing) {
  EXPLORE {
    MessageQueue queue;
    EXPECT_EQ(queue.get("weather"), std::nullopt);
    queue.create("news");
    put_all(queue, "news", "one");
    EXPECT_EQ(queue.get("weather"), std::nullopt);
    EXPECT_EQ(topics_of(queue), (Names{"news"}));
    EXPECT_TRUE(queue.create("weather"));
  };
}

TEST(MessageQueue, WaitForAnUnknownTopicEndsAtOnceAndCreatesNothing) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    const Stopwatch stopwatch;
    EXPECT_EQ(queue.wait("weather", hours(1)), std::nullopt);
    EXPECT_EQ(stopwatch.time(), Elapsed(hours(0)));
    queue.create("news");
    put_all(queue, "news", "one");
    EXPECT_EQ(queue.wait("weather", kForever), std::nullopt);
    EXPECT_EQ(topics_of(queue), (Names{"news"}));
    EXPECT_TRUE(queue.create("weather"));
  };
}

TEST(MessageQueue, CreatingATopicAgainSaysSoAndLosesNothing) {
  EXPLORE {
    MessageQueue queue;
    EXPECT_TRUE(queue.create("news"));
    put_all(queue, "news", "one", "two");
    EXPECT_FALSE(queue.create("news"));
    EXPECT_EQ(topics_of(queue), (Names{"news"}));
    EXPECT_EQ(get_all(queue, "news"), (Names{"one", "two"}));
    EXPECT_FALSE(queue.create("news"));
  };
}

TEST(MessageQueue, EveryTextIsAMessage) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    put_all(queue, "news", "", "two words");
    EXPECT_EQ(queue.wait("news", kForever), "");
    EXPECT_EQ(queue.get("news"), "two words");
    put_all(queue, "news", "");
    EXPECT_EQ(queue.get("news"), "");
    put_all(queue, "news", "two\nlines", "one\0two"s);
    EXPECT_EQ(queue.get("news"), "two\nlines");
    EXPECT_EQ(queue.get("news"), "one\0two"s);
    EXPECT_EQ(queue.get("news"), std::nullopt);
  };
}

TEST(MessageQueue, EveryTextIsAName) {
  EXPLORE {
    MessageQueue queue;
    const Names names = {"", "News", "news", "news\0today"s, "news\ntoday", "news/today"};
    for (const std::string& name : names) EXPECT_TRUE(queue.create(name));
    EXPECT_EQ(topics_of(queue), names);
    for (const std::string& name : names) EXPECT_TRUE(queue.put(name, "to " + name));
    for (const std::string& name : names) EXPECT_EQ(queue.get(name), "to " + name);
  };
}

TEST(MessageQueue, GetNeverWaits) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    const Stopwatch stopwatch;
    EXPECT_EQ(queue.get("news"), std::nullopt);
    EXPECT_EQ(stopwatch.time(), Elapsed(hours(0)));
  };
}

TEST(MessageQueue, WaitTakesWhatIsThereAtOnce) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    put_all(queue, "news", "one");
    const Stopwatch stopwatch;
    EXPECT_EQ(queue.wait("news", hours(1)), "one");
    EXPECT_EQ(stopwatch.time(), Elapsed(hours(0)));
    EXPECT_EQ(queue.get("news"), std::nullopt);
  };
}

TEST(MessageQueue, WaitEndsWhenItsTimeIsUp) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    for (const nanoseconds timeout :
         {nanoseconds(1ms), nanoseconds(90min), nanoseconds(1'500'001)}) {
      const Stopwatch stopwatch;
      EXPECT_EQ(queue.wait("news", timeout), std::nullopt);
      EXPECT_EQ(stopwatch.time(), Elapsed(timeout));
    }
  };
}

TEST(MessageQueue, WhoHasGivenUpTakesNothingMore) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    EXPECT_EQ(queue.wait("news", minutes(1)), std::nullopt);
    put_all(queue, "news", "one");
    EXPECT_EQ(queue.get("news"), "one");
  };
}

TEST(MessageQueue, WaitWithoutTimeIsGet) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    const Stopwatch stopwatch;
    for (const milliseconds timeout :
         {milliseconds(0), milliseconds(-1), milliseconds(hours(-1))}) {
      EXPECT_EQ(queue.wait("news", timeout), std::nullopt);
      put_all(queue, "news", "one");
      EXPECT_EQ(queue.wait("news", timeout), "one");
      EXPECT_EQ(queue.wait("weather", timeout), std::nullopt);
    }
    EXPECT_EQ(topics_of(queue), (Names{"news"}));
    EXPECT_EQ(stopwatch.time(), Elapsed(hours(0)));
  };
}

TEST(MessageQueue, TwoQueuesHaveNothingInCommon) {
  EXPLORE {
    MessageQueue queue;
    MessageQueue other;
    EXPECT_TRUE(queue.create("news"));
    EXPECT_EQ(topics_of(other), Names{});
    EXPECT_TRUE(other.create("news"));
    put_all(queue, "news", "one");
    EXPECT_EQ(other.get("news"), std::nullopt);
    EXPECT_EQ(queue.get("news"), "one");
  };
}

}  // namespace
}  // namespace under_test
