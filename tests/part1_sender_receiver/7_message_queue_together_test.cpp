// The second half of the tests of 1.7, in a file of its own: two files are compiled at the same
// time.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "7_message_queue_test.hpp"

namespace {

using Message = std::optional<std::string>;

// Creates topic m and others, so that one more makes a container move house: a vector makes room at
// the 2nd, an unordered_map of libstdc++ makes its table anew at the 14th. Each of the two is
// tried.
void create_until_it_is_full(MessageQueue& queue) {
  EXPECT_TRUE(queue.create("m"));
  create_many(queue, 'n', choose(2) == 0 ? 0 : 12);
}

// ---- Together: every interleaving. ----

TEST(MessageQueue, TwoThreadsMayCreateTopics) {
  EXPLORE {
    MessageQueue queue;
    together({"first", [&] { EXPECT_TRUE(queue.create("news")); }},
             {"second", [&] { EXPECT_TRUE(queue.create("weather")); }});
    EXPECT_EQ(topics_of(queue), (Names{"news", "weather"}));
  };
}

TEST(MessageQueue, TopicsMayBeListedWhileOthersCreate) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    const auto list = [&] {
      const std::vector<std::string>& before = queue.topics();
      EXPECT_GE(before.size(), 1u);
      const std::size_t count = before.size();
      EXPECT_GE(queue.topics().size(), count);
      EXPECT_EQ(before.size(), count);
    };
    together({"observer", list}, {"creator", [&] { queue.create("weather"); }});
    EXPECT_EQ(topics_of(queue), (Names{"news", "weather"}));
  };
}

TEST(MessageQueue, TopicsAreFoundWhileOthersCreate) {
  EXPLORE {
    MessageQueue queue;
    create_until_it_is_full(queue);
    const auto use = [&] {
      put_all(queue, "m", "one");
      EXPECT_EQ(queue.get("m"), "one");
      EXPECT_EQ(queue.wait("m", hours(0)), std::nullopt);
    };
    together({"user", use}, {"creator", [&] { EXPECT_TRUE(queue.create("b")); }});
    EXPECT_EQ(topics_of(queue).front(), "b");
  };
}

TEST(MessageQueue, OneTopicIsCreatedOnce) {
  EXPLORE {
    MessageQueue queue;
    std::vector<int> created(2);
    const auto create = [&](int i, const char* message) {
      created[i] = queue.create("news");
      EXPECT_TRUE(queue.put("news", message));
    };
    together({"first", [&] { create(0, "one"); }}, {"second", [&] { create(1, "two"); }});
    EXPECT_EQ(sorted(created), (std::vector{0, 1}));
    EXPECT_EQ(topics_of(queue), (Names{"news"}));
    EXPECT_EQ(get_all(queue, "news").size(), 2u);
  };
}

TEST(MessageQueue, TwoThreadsMayPutIntoOneTopic) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    together({"first sender", [&] { put_all(queue, "news", "one"); }},
             {"second sender", [&] { put_all(queue, "news", "two"); }});
    EXPECT_EQ(get_all(queue, "news").size(), 2u);
  };
}

TEST(MessageQueue, OneMayPutWhileAnotherTakes) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    put_all(queue, "news", "one");
    together({"sender", [&] { put_all(queue, "news", "two"); }},
             {"receiver", [&] { EXPECT_EQ(queue.get("news"), "one"); }});
    EXPECT_EQ(get_all(queue, "news"), (Names{"two"}));
  };
}

TEST(MessageQueue, GetSucceedsWhileThereIsAMessage) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    put_all(queue, "news", "one", "two");
    Message first;
    Message second;
    together({"first receiver", [&] { first = queue.get("news"); }},
             {"second receiver", [&] { second = queue.get("news"); }});
    EXPECT_TRUE((first == "one" && second == "two") || (first == "two" && second == "one"))
        << "messages one and two, received " << first.value_or("nothing") << " and "
        << second.value_or("nothing");
  };
}

TEST(MessageQueue, OneMessageIsTakenOnce) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    put_all(queue, "news", "one");
    std::vector<int> taken(2);
    together({"getter", [&] { taken[0] = queue.get("news").has_value(); }},
             {"waiter", [&] { taken[1] = queue.wait("news", hours(0)).has_value(); }});
    EXPECT_EQ(sorted(taken), (std::vector{0, 1}));
  };
}

// Two messages are there and two are taken: the third one stays, whenever it comes.
TEST(MessageQueue, NoMessageOvertakesAnOlderOne) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    put_all(queue, "news", "one", "two");
    together({"first receiver", [&] { queue.get("news"); }},
             {"second receiver", [&] { queue.get("news"); }},
             {"sender", [&] { put_all(queue, "news", "three"); }});
    EXPECT_EQ(get_all(queue, "news"), (Names{"three"}));
  };
}

TEST(MessageQueue, WaiterSleepsUntilAMessageComes) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    const Stopwatch stopwatch;
    const auto receive = [&] {
      EXPECT_EQ(queue.wait("news", kForever), "one");
      EXPECT_EQ(stopwatch.time(), Elapsed(hours(1))) << "is when the message came";
    };
    const auto send = [&] {
      std::this_thread::sleep_for(hours(1));
      put_all(queue, "news", "one");
    };
    together({"receiver", receive}, {"sender", send});
  };
}

TEST(MessageQueue, KeepsTheOrderOfOneSender) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    Names received;
    const auto receive = [&] {
      while (received.size() < 3) {
        received.push_back(queue.wait("news", kForever).value_or("nothing"));
      }
    };
    together({"sender", [&] { put_all(queue, "news", "one", "two", "three"); }},
             {"receiver", receive});
    EXPECT_EQ(received, (Names{"one", "two", "three"}));
  };
}

TEST(MessageQueue, WaitingForOneTopicKeepsNobodyFromTheOthers) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    queue.create("weather");
    const auto send = [&] {
      until_others_wait();
      EXPECT_TRUE(queue.create("sports"));
      put_all(queue, "weather", "rain");
      EXPECT_EQ(queue.get("weather"), "rain");
      EXPECT_EQ(topics_of(queue), (Names{"news", "sports", "weather"}));
      EXPECT_EQ(queue.wait("weather", minutes(1)), std::nullopt);
      put_all(queue, "news", "one");
    };
    together({"receiver", [&] { EXPECT_EQ(queue.wait("news", kForever), "one"); }},
             {"sender", send});
  };
}

TEST(MessageQueue, MessageOfAnotherTopicEndsNoWait) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    queue.create("weather");
    const auto send = [&] {
      put_all(queue, "weather", "rain");
      until_others_wait();
      put_all(queue, "news", "one");
    };
    together({"receiver", [&] { EXPECT_EQ(queue.wait("news", kForever), "one"); }},
             {"sender", send});
    EXPECT_EQ(get_all(queue, "weather"), (Names{"rain"}));
  };
}

TEST(MessageQueue, WaiterOfAnotherTopicTakesNoWakeUp) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    queue.create("weather");
    const auto send = [&] {
      until_others_wait();
      put_all(queue, "news", "one");
    };
    together(
        {"receiver of weather", [&] { EXPECT_EQ(queue.wait("weather", hours(2)), std::nullopt); }},
        {"receiver of news", [&] { EXPECT_EQ(queue.wait("news", kForever), "one"); }},
        {"sender", send});
  };
}

TEST(MessageQueue, WaitersOfTwoTopicsEachGetTheirOwn) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    queue.create("weather");
    const auto send = [&] {
      put_all(queue, "weather", "rain");
      put_all(queue, "news", "one");
    };
    together({"receiver of news", [&] { EXPECT_EQ(queue.wait("news", kForever), "one"); }},
             {"receiver of weather", [&] { EXPECT_EQ(queue.wait("weather", kForever), "rain"); }},
             {"sender", send});
  };
}

TEST(MessageQueue, TwoMessagesLetTwoSleepingReceiversGo) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    const auto receive = [&] { EXPECT_NE(queue.wait("news", kForever), std::nullopt); };
    const auto send = [&] {
      until_others_wait();
      put_all(queue, "news", "one", "two");
    };
    together({"first receiver", receive}, {"second receiver", receive}, {"sender", send});
    EXPECT_EQ(queue.get("news"), std::nullopt);
  };
}

TEST(MessageQueue, WaiterWhoseMessageAnotherTookWaitsOn) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    Message taken;
    Message received;
    const auto receive = [&] {
      const Stopwatch stopwatch;
      received = queue.wait("news", minutes(1));
      EXPECT_EQ(stopwatch.time(), Elapsed(received ? minutes(0) : minutes(1)))
          << "is when its wait ended";
    };
    const auto send = [&] {
      put_all(queue, "news", "one");
      taken = queue.get("news");
    };
    together({"receiver", receive}, {"sender", send});
    EXPECT_NE(received.has_value(), taken.has_value());
  };
}

TEST(MessageQueue, WaiterStaysWhileTopicsAreCreated) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    create_until_it_is_full(queue);
    const auto create = [&] {
      until_others_wait();
      EXPECT_TRUE(queue.create("b"));
      put_all(queue, "b", "another");
      put_all(queue, "m", "one");
    };
    together({"receiver", [&] { EXPECT_EQ(queue.wait("m", kForever), "one"); }},
             {"creator", create});
    EXPECT_EQ(get_all(queue, "b"), (Names{"another"}));
  };
}

// The sender takes its own message back, if it is quick enough: a wake-up for nothing.
TEST(MessageQueue, WakeUpForNothingMakesNoWaitLonger) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    queue.create("weather");
    const auto receive = [&] {
      const Stopwatch stopwatch;
      const Message message = queue.wait("news", minutes(50));
      EXPECT_EQ(stopwatch.time(), Elapsed(message ? minutes(20) : minutes(50)))
          << "is when its wait ended";
    };
    const auto send = [&] {
      std::this_thread::sleep_for(minutes(20));
      put_all(queue, "weather", "rain");
      put_all(queue, "news", "one");
      queue.get("news");
    };
    together({"receiver", receive}, {"sender", send});
  };
}

TEST(MessageQueue, WakeUpWithoutReasonEndsNoWait) {
  EXPLORE_WITH(.spurious_wakeups_max = 1, .polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    const Stopwatch stopwatch;
    EXPECT_EQ(queue.wait("news", minutes(1)), std::nullopt);
    EXPECT_EQ(stopwatch.time(), Elapsed(minutes(1)));
    const auto send = [&] {
      until_others_wait();
      put_all(queue, "news", "one");
    };
    together({"receiver", [&] { EXPECT_EQ(queue.wait("news", kForever), "one"); }},
             {"sender", send});
  };
}

// The message comes at the very moment at which the first wait ends. It is for one of the two, and
// who is notified of it must not leave it to the other.
TEST(MessageQueue, WaitThatEndsSwallowsNoWakeUp) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    std::atomic<bool> first_has_it = false;
    const auto receive = [&] {
      if (queue.wait("news", minutes(1))) first_has_it = true;
    };
    const auto send = [&] {
      std::this_thread::sleep_for(minutes(1));
      put_all(queue, "news", "one");
      until_others_wait();
      if (first_has_it) put_all(queue, "news", "two");
    };
    together({"first receiver", receive},
             {"second receiver", [&] { EXPECT_TRUE(queue.wait("news", kForever).has_value()); }},
             {"sender", send});
    EXPECT_EQ(queue.get("news"), std::nullopt);
  };
}

TEST(MessageQueue, NoMessageIsLostWhenTheTimeIsUp) {
  EXPLORE_WITH(.timeouts_any_time = true) {
    MessageQueue queue;
    queue.create("news");
    Message taken;
    together({"receiver", [&] { taken = queue.wait("news", minutes(1)); }},
             {"sender", [&] { put_all(queue, "news", "one"); }});
    EXPECT_NE(taken == "one", queue.get("news") == "one");
  };
}

TEST(MessageQueue, WaitKnowsNothingOfTheWallClock) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    const auto receive = [&] {
      const Stopwatch stopwatch;
      EXPECT_EQ(queue.wait("news", minutes(90)), std::nullopt);
      EXPECT_EQ(stopwatch.time(), Elapsed(minutes(90)));
    };
    together({"receiver", receive}, {"clock", [] { interleave::move_wall_clock(hours(1)); }});
  };
}

// Whatever two of them lock, they lock it in one order.
TEST(MessageQueue, EveryCallMayMeetEveryOther) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    const auto send = [&] {
      queue.create("weather");
      put_all(queue, "news", "one");
    };
    const auto receive = [&] { EXPECT_EQ(queue.wait("news", kForever), "one"); };
    const auto look = [&] {
      EXPECT_GE(queue.topics().size(), 1u);
      EXPECT_EQ(queue.get("weather"), std::nullopt);
    };
    together({"sender", send}, {"receiver", receive}, {"observer", look});
  };
}

}  // namespace
