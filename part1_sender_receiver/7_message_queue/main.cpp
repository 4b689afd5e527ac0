// Two senders put numbers into topics of their own. One receiver waits for each topic, and gives
// up after a while in which nothing came. The topic "storms" is created while all are at work.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>

#include "message_queue.hpp"
#include "provided/demo.hpp"

namespace {

using std::chrono::milliseconds;

constexpr int kNumbers = 8;
constexpr milliseconds kShort(100);
constexpr milliseconds kLong(400);
constexpr milliseconds kPatience(250);

void send(MessageQueue& queue, const std::string& topic, milliseconds pause, RandomNumbers random) {
  for (int i = 0; i < kNumbers; ++i) {
    std::this_thread::sleep_for(random.next_pause(pause));
    const std::string number = std::to_string(random.next());
    const bool known = queue.put(topic, number);  // A good place for a breakpoint.
    say("sender", "{:<8} {:>5}{}", topic, number, known ? "" : "   there is no such topic");
  }
  queue.put(topic, "end");
}

void receive(MessageQueue& queue, const std::string& topic) {
  while (true) {
    const std::optional<std::string> message = queue.wait(topic, kPatience);
    if (message == "end") return;
    if (message) {
      say("receiver", "{:<8}       {:>5}", topic, *message);
    } else {
      say("receiver", "{:<8}       nothing for {} ms", topic, kPatience.count());
    }
  }
}

void create_late(MessageQueue& queue) {
  std::this_thread::sleep_for(kLong);
  say("creator", "storms is {}", queue.create("storms") ? "new" : "there already");
  std::thread sender([&] { send(queue, "storms", kLong, RandomNumbers(3)); });
  receive(queue, "storms");
  sender.join();
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const std::uint32_t seed = seed_from(argc, argv);
  MessageQueue queue;
  queue.create("news");
  queue.create("weather");
  say("main", "a message to storms: {}", queue.put("storms", "1") ? "taken" : "no such topic");

  std::thread news([&] { send(queue, "news", kShort, RandomNumbers(seed)); });
  std::thread weather([&] { send(queue, "weather", 2 * kLong, RandomNumbers(seed + 1)); });
  std::thread news_reader([&] { receive(queue, "news"); });
  std::thread weather_reader([&] { receive(queue, "weather"); });
  std::thread creator([&] { create_late(queue); });
  for (std::thread* thread : {&news, &weather, &news_reader, &weather_reader, &creator}) {
    thread->join();
  }
  say("main", "{} topics, all messages received", queue.topics().size());
}
