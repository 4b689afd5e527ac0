// The tests of 1.7 with several threads of which none sleeps.
#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "7_message_queue_test.hpp"

namespace under_test {
namespace {

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

TEST(MessageQueue, TwoThreadsMayListTopics) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    const auto list = [&] { EXPECT_EQ(topics_of(queue), (Names{"news"})); };
    together({"first observer", list}, {"second observer", list});
  };
}

TEST(MessageQueue, TopicsAreListedAsTheyAreAtOneMoment) {
  EXPLORE {
    MessageQueue queue;
    queue.create("news");
    Names seen;
    const auto create = [&] {
      queue.create("art");
      queue.create("weather");
    };
    together({"observer", [&] { seen = topics_of(queue); }}, {"creator", create});
    const std::vector<Names> moments = {{"news"}, {"art", "news"}, {"art", "news", "weather"}};
    EXPECT_TRUE(std::find(moments.begin(), moments.end(), seen) != moments.end())
        << "there was no moment with these topics: " << testing::PrintToString(seen);
  };
}

// The sender may ask for the topic too early, and has to forget that.
TEST(MessageQueue, TopicIsKnownToAllOnceItIsCreated) {
  EXPLORE {
    MessageQueue queue;
    const auto send = [&] {
      EXPECT_EQ(queue.get("news"), std::nullopt);
      until_others_wait();
      put_all(queue, "news", "one");
    };
    together({"sender", send}, {"creator", [&] { EXPECT_TRUE(queue.create("news")); }});
    EXPECT_EQ(get_all(queue, "news"), (Names{"one"}));
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

}  // namespace
}  // namespace under_test
