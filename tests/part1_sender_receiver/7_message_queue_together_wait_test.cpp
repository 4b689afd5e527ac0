// The tests of 1.7 with several threads of which some sleep until a message comes, or their time is
// up.
#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>

#include "7_message_queue_test.hpp"

namespace under_test {
namespace {

// No whole number of hours or of their usual parts: nobody looks again at this time by accident.
constexpr minutes kLater(61);

TEST(MessageQueue, WaiterSleepsUntilAMessageComes) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    const Stopwatch stopwatch;
    const auto receive = [&] {
      EXPECT_EQ(queue.wait("news", kForever), "one");
      EXPECT_EQ(stopwatch.time(), Elapsed(kLater)) << "is when the message came";
    };
    const auto send = [&] {
      std::this_thread::sleep_for(kLater);
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
    const Stopwatch stopwatch;
    const auto receive = [&] {
      while (received.size() < 2) {
        received.push_back(queue.wait("news", kForever).value_or("nothing"));
      }
    };
    together({"sender", [&] { put_all(queue, "news", "one", "two"); }}, {"receiver", receive});
    EXPECT_EQ(received, (Names{"one", "two"}));
    EXPECT_EQ(stopwatch.time(), Elapsed(hours(0))) << "is how long they took";
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
    const auto receive = [&] {
      const Stopwatch stopwatch;
      EXPECT_EQ(queue.wait("news", kForever), "one");
      EXPECT_EQ(stopwatch.time(), Elapsed(kLater)) << "is when the message came";
    };
    const auto send = [&] {
      std::this_thread::sleep_for(kLater);
      put_all(queue, "news", "one");
    };
    together(
        {"receiver of weather", [&] { EXPECT_EQ(queue.wait("weather", hours(2)), std::nullopt); }},
        {"receiver of news", receive}, {"sender", send});
  };
}

TEST(MessageQueue, WaiterOfAnotherQueueTakesNoWakeUp) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    MessageQueue other;
    queue.create("news");
    other.create("news");
    const auto send = [&] {
      until_others_wait();
      put_all(queue, "news", "one");
    };
    together(
        {"receiver of the other", [&] { EXPECT_EQ(other.wait("news", hours(2)), std::nullopt); }},
        {"receiver", [&] { EXPECT_EQ(queue.wait("news", kForever), "one"); }}, {"sender", send});
  };
}

TEST(MessageQueue, WaitersOfTwoTopicsEachGetTheirOwn) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    queue.create("weather");
    const Stopwatch stopwatch;
    const auto send = [&] {
      put_all(queue, "weather", "rain");
      put_all(queue, "news", "one");
    };
    together({"receiver of news", [&] { EXPECT_EQ(queue.wait("news", kForever), "one"); }},
             {"receiver of weather", [&] { EXPECT_EQ(queue.wait("weather", kForever), "rain"); }},
             {"sender", send});
    EXPECT_EQ(stopwatch.time(), Elapsed(hours(0))) << "is how long they took";
  };
}

TEST(MessageQueue, TwoMessagesLetTwoSleepingReceiversGo) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    const Stopwatch stopwatch;
    const auto receive = [&] { EXPECT_NE(queue.wait("news", kForever), std::nullopt); };
    const auto send = [&] {
      std::this_thread::sleep_for(kLater);
      put_all(queue, "news", "one", "two");
    };
    together({"first receiver", receive}, {"second receiver", receive}, {"sender", send});
    EXPECT_EQ(stopwatch.time(), Elapsed(kLater)) << "is when the messages came";
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

TEST(MessageQueue, WaiterStaysWhenItsTopicIsCreatedAgain) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    const auto create = [&] {
      until_others_wait();
      EXPECT_FALSE(queue.create("news"));
      put_all(queue, "news", "one");
    };
    together({"receiver", [&] { EXPECT_EQ(queue.wait("news", kForever), "one"); }},
             {"creator", create});
  };
}

// Topics are sorted in while the receiver sleeps, and its own may then be elsewhere.
TEST(MessageQueue, WaitThatEndsTakesNothingOfAnotherTopic) {
  EXPLORE {
    MessageQueue queue;
    queue.create("music");
    queue.create("news");
    put_all(queue, "music", "song");
    const auto create = [&] {
      std::this_thread::sleep_for(minutes(1));
      EXPECT_TRUE(queue.create("art"));
    };
    together({"receiver", [&] { EXPECT_EQ(queue.wait("news", hours(1)), std::nullopt); }},
             {"creator", create});
    EXPECT_EQ(get_all(queue, "music"), (Names{"song"}));
  };
}

// The hasty receiver may well come second, and does not wait until the time of the first is up.
TEST(MessageQueue, EachWaiterHasATimeOfItsOwn) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    Message received;
    const auto wait_shortly = [&] {
      const Stopwatch stopwatch;
      EXPECT_EQ(queue.wait("news", minutes(1)), std::nullopt);
      EXPECT_EQ(stopwatch.time(), Elapsed(minutes(1))) << "is when its wait ended";
      put_all(queue, "news", "one");
    };
    together({"hasty receiver", wait_shortly},
             {"patient receiver", [&] { received = queue.wait("news", hours(1)); }});
    EXPECT_EQ(received, "one");
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
    const Stopwatch stopwatch;
    const auto receive = [&] {
      if (queue.wait("news", minutes(1))) first_has_it = true;
    };
    const auto receive_later = [&] {
      EXPECT_TRUE(queue.wait("news", kForever).has_value());
      EXPECT_EQ(stopwatch.time(), Elapsed(minutes(1) + (first_has_it ? kLater : minutes(0))));
    };
    const auto send = [&] {
      std::this_thread::sleep_for(minutes(1));
      put_all(queue, "news", "one");
      std::this_thread::sleep_for(kLater);
      if (first_has_it) put_all(queue, "news", "two");
    };
    together({"first receiver", receive}, {"second receiver", receive_later}, {"sender", send});
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

// Somebody sets the clock on the wall, forward or back, and something else wakes the receiver.
TEST(MessageQueue, WaitKnowsNothingOfTheWallClock) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    queue.create("weather");
    const auto receive = [&] {
      const Stopwatch stopwatch;
      EXPECT_EQ(queue.wait("news", minutes(90)), std::nullopt);
      EXPECT_EQ(stopwatch.time(), Elapsed(minutes(90)));
    };
    const auto set_clock = [&] {
      interleave::move_wall_clock(choose(2) == 0 ? hours(2) : hours(-2));
      put_all(queue, "weather", "rain");
    };
    together({"receiver", receive}, {"clock", set_clock});
  };
}

// Whatever two of them lock, they lock it in one order.
TEST(MessageQueue, EveryCallMayMeetEveryOther) {
  EXPLORE_WITH(.polling_forbidden = true) {
    MessageQueue queue;
    queue.create("news");
    const Stopwatch stopwatch;
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
    EXPECT_EQ(stopwatch.time(), Elapsed(hours(0))) << "is how long they took";
  };
}

}  // namespace
}  // namespace under_test
