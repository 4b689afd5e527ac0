// Exercise 1.7 without an explorer: each promise in one thread, then each kind of waiting with a
// pause in which the other side falls asleep, then many messages in topics that come meanwhile.
#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "message_queue.hpp"
#include "mistakes/stress.hpp"

namespace {

using namespace std::chrono_literals;
using stress::check;
using stress::Clock;
using stress::together;

// As long as no test lasts: a wait that takes all of it has not been woken.
constexpr auto kLong = 2000ms;

// Real time is never exact: who is to be back at once may have to wait for the processor.
constexpr auto kAtOnce = 700ms;

void one_thread() {
  MessageQueue queue;
  check(queue.topics().empty(), "there is no topic at first");
  check(!queue.put("news", "one"), "put says that there is no such topic");
  check(!queue.get("news") && !queue.wait("news", kLong), "an unknown topic has no message");
  check(queue.topics().empty(), "no topic is created by accident");
  check(queue.create("news") && queue.create(""), "a new topic is created");
  check(queue.put("news", "one") && queue.put("news", "") && queue.put("", "other"),
        "put says that there is such a topic");
  check(!queue.create("news"), "create says that there is such a topic");
  std::vector<std::string> topics = queue.topics();
  std::sort(topics.begin(), topics.end());
  check(topics == std::vector<std::string>{"", "news"}, "each topic is there once");
  check(queue.get("news") == "one", "the oldest message comes first, after create, too");
  check(queue.wait("news", 0ns) == "" && !queue.get("news"), "an empty message is one");
  check(queue.wait("", kLong) == "other", "each topic has its own messages");
  check(!queue.wait("", 0ns) && !queue.wait("", -1s), "without time, wait is get");
  MessageQueue other;
  check(other.topics().empty(), "two message queues have nothing in common");
}

void wait_ends_in_time() {
  MessageQueue queue;
  queue.create("news");
  const auto start = Clock::now();
  check(!queue.wait("news", 15ms), "there is no message");
  check(Clock::now() - start >= 15ms, "wait does not give up early");
  check(Clock::now() - start < kAtOnce, "wait gives up in time");
  const auto unknown = Clock::now();
  queue.wait("unknown", kLong);
  check(Clock::now() - unknown < kAtOnce, "nobody waits for an unknown topic");
}

void waiting_ends_with_the_message() {
  MessageQueue queue;
  queue.create("news");
  queue.create("other");
  std::atomic<bool> sent = false;
  const auto wait = [&] {
    stress::waits_without_polling(
        [&] { check(queue.wait("news", kLong) == "one", "wait returns the message"); });
    check(sent, "wait waits while there is no message");
  };
  const auto put = [&] {
    stress::long_pause();
    check(queue.create("third") && queue.topics().size() == 3, "who waits keeps nobody out");
    check(queue.put("other", "two") && queue.get("other") == "two", "topics do not get mixed up");
    stress::pause();
    sent = true;
    queue.put("news", "one");
  };
  together(wait, put);
}

void everybody_who_waits_gets_a_message() {
  MessageQueue queue;
  queue.create("news");
  queue.create("other");
  const auto wait_for_news = [&] {
    check(queue.wait("news", kLong).has_value(), "there is a message for each who waits");
  };
  const auto wait_for_other = [&] {
    check(queue.wait("other", kLong) == "two", "there is a message for each who waits");
  };
  const auto put = [&] {
    stress::pause();
    queue.put("news", "one");
    queue.put("news", "one");
    queue.put("other", "two");
  };
  together(wait_for_other, wait_for_news, wait_for_news, put);
}

// Messages come, and another thread takes them: who waits may be woken, but has to end in time.
void being_woken_gives_no_more_time() {
  MessageQueue queue;
  queue.create("news");
  queue.create("other");
  std::atomic<bool> done = false;
  const auto wait = [&] {
    const auto start = Clock::now();
    for (int i = 0; i < 3; ++i) queue.wait("news", 10ms);
    check(Clock::now() - start < kAtOnce, "wait gives up in time");
    done = true;
  };
  const auto disturb = [&] {
    for (int i = 0; i < 1500 && !done; ++i) {
      queue.put("news", "one");
      queue.get("news");
      queue.put("other", "two");
      queue.get("other");
      std::this_thread::sleep_for(1ms);
    }
  };
  together(wait, disturb);
}

// The message comes just when the time is up. It is returned if it came before, and never lost.
void the_last_moment() {
  for (int i = 0; i < 10; ++i) {
    MessageQueue queue;
    queue.create("news");
    Clock::time_point deadline;
    Clock::time_point put_at;
    std::optional<std::string> message;
    const auto wait = [&] {
      deadline = Clock::now() + 1ms;
      message = queue.wait("news", 1ms);
    };
    const auto put = [&] {
      std::this_thread::sleep_for(std::chrono::microseconds(800 + 20 * i));
      queue.put("news", "one");
      put_at = Clock::now();
    };
    together(wait, put);
    check(message || put_at > deadline, "what comes in time is returned");
    check(message || queue.get("news") == "one", "no message is lost when the time is up");
  }
}

// One whose time is just up, and one who has time: if the first gives up, the second gets it.
void giving_up_leaves_the_message_to_others() {
  for (int i = 0; i < 10; ++i) {
    MessageQueue queue;
    queue.create("news");
    std::atomic<bool> hasty_is_back = false;
    std::atomic<bool> hasty_has_it = false;
    const auto hasty = [&] {
      hasty_has_it = queue.wait("news", 1ms).has_value();
      hasty_is_back = true;
    };
    const auto patient = [&] {
      const auto start = Clock::now();
      check(queue.wait("news", kLong).has_value(), "there is a message for who has time");
      check(Clock::now() - start < kAtOnce, "who waits is told at once");
    };
    const auto put = [&] {
      std::this_thread::sleep_for(std::chrono::microseconds(800 + 20 * i));
      queue.put("news", "one");
      while (!hasty_is_back) std::this_thread::yield();
      if (hasty_has_it) queue.put("news", "two");
    };
    together(hasty, patient, put);
  }
}

constexpr int kMessages = 150;

void put_many(MessageQueue& queue, const std::string& topic, int first) {
  for (int i = 0; i < kMessages; ++i) {
    check(queue.put(topic, std::to_string(first + i)), "a topic stays");
  }
}

// Takes as many as one thread puts, by `take`, and looks at the order of each putter's messages.
template <typename Take>
std::vector<int> take_many(Take take) {
  std::vector<int> taken;
  std::vector<int> last = {-1, -1};
  while (taken.size() < kMessages) {
    const std::optional<std::string> message = take();
    if (!message) continue;
    const int number = std::stoi(*message);
    int& last_of_putter = last.at(static_cast<std::size_t>(number / kMessages));
    check(number > last_of_putter, "messages keep their order");
    last_of_putter = number;
    taken.push_back(number);
  }
  return taken;
}

void check_all(std::vector<int> one, const std::vector<int>& other) {
  one.insert(one.end(), other.begin(), other.end());
  one = stress::sorted(one);
  for (std::size_t i = 0; i < one.size(); ++i) {
    check(one[i] == static_cast<int>(i), "each message is taken once");
  }
}

// Looks at each name, and lets others go on meanwhile: what they change is not the caller's list.
std::size_t names_in(const MessageQueue& queue) {
  const std::vector<std::string>& names = queue.topics();
  const std::size_t count = names.size();
  for (std::size_t i = 0; i < count; ++i) {
    std::this_thread::yield();
    check(!names[i].empty(), "a topic keeps its name");
  }
  check(names.size() == count, "the list of topics is the caller's own");
  return count;
}

void many_messages() {
  MessageQueue queue;
  queue.create("news");
  std::vector<int> waited;
  std::vector<int> got;
  const auto create = [&](const std::string& prefix) {
    for (int i = 0; i < kMessages; ++i) {
      check(queue.create(prefix + std::to_string(i)), "a new topic is created");
      if (i % 16 == 0) check(names_in(queue) > static_cast<std::size_t>(i), "topics stay");
    }
  };
  const auto get = [&] {
    got = take_many([&] {
      std::this_thread::yield();
      return queue.get("news");
    });
  };
  together([&] { put_many(queue, "news", 0); }, [&] { put_many(queue, "news", kMessages); },
           [&] { waited = take_many([&] { return queue.wait("news", kLong); }); }, get,
           [&] { create("a long name of a topic "); }, [&] { create("another long name "); });
  check_all(waited, got);
  check(queue.topics().size() == 2 * kMessages + 1, "each topic is there once");
}

void many_want_the_same_topic() {
  for (int i = 0; i < 20; ++i) {
    MessageQueue queue;
    std::atomic<int> created = 0;
    const auto create = [&] {
      created += queue.create("news") ? 1 : 0;
      check(queue.put("news", "one"), "a topic that was created is there");
    };
    together(create, create);
    check(created == 1, "one of two creates the topic");
    check(queue.get("news") && queue.get("news"), "no message is lost");
  }
}

}  // namespace

int main() {
  stress::stop_when_it_hangs();
  one_thread();
  together(wait_ends_in_time, waiting_ends_with_the_message, everybody_who_waits_gets_a_message,
           being_woken_gives_no_more_time);
  the_last_moment();
  giving_up_leaves_the_message_to_others();
  many_messages();
  many_want_the_same_topic();
}
