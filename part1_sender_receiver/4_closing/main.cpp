// Two senders and two receivers share a queue. After a while the main thread closes it: the senders
// are refused, and the receivers take what is left and stop. Nobody was told how many numbers there
// would be.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>

#include "closing.hpp"
#include "provided/demo.hpp"

namespace {

using std::chrono::milliseconds;

constexpr std::size_t kCapacity = 3;
constexpr milliseconds kSenderPause(60);
constexpr milliseconds kReceiverPause(120);
constexpr milliseconds kOpenFor(1000);

// What one thread did: how many numbers, and their sum.
struct Tally {
  void count(int number) {
    ++numbers;
    sum += number;
  }

  int numbers = 0;
  int sum = 0;
};

void send(BoundedQueue<int>& queue, const std::string& name, RandomNumbers random, Tally& sent) {
  for (int number = random.next(); queue.push(number); number = random.next()) {
    sent.count(number);
    say(name, "sent     {:>4}   {} in the queue", number, queue.size());
    std::this_thread::sleep_for(random.next_pause(kSenderPause));
  }
  say(name, "is refused and stops");  // A good place for a breakpoint.
}

void receive(BoundedQueue<int>& queue, const std::string& name, RandomNumbers random,
             Tally& received) {
  while (const std::optional<int> number = queue.pop()) {
    received.count(*number);
    say(name, "received {:>4}   {} in the queue{}", *number, queue.size(),
        queue.closed() ? ", which is closed" : "");
    std::this_thread::sleep_for(random.next_pause(kReceiverPause));
  }
  say(name, "hears that no more will come, and stops");
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const std::uint32_t seed = seed_from(argc, argv);
  BoundedQueue<int> queue(kCapacity);
  Tally sent[2];
  Tally received[2];

  std::thread anna([&] { send(queue, "anna", RandomNumbers(seed), sent[0]); });
  std::thread ben([&] { send(queue, "ben", RandomNumbers(seed + 1), sent[1]); });
  std::thread carl([&] { receive(queue, "carl", RandomNumbers(seed + 2), received[0]); });
  std::thread dora([&] { receive(queue, "dora", RandomNumbers(seed + 3), received[1]); });
  std::this_thread::sleep_for(kOpenFor);
  say("main", "closes the queue, with {} in it", queue.size());
  queue.close();
  anna.join();
  ben.join();
  carl.join();
  dora.join();
  say("main", "sent {} numbers, sum {}; received {}, sum {}", sent[0].numbers + sent[1].numbers,
      sent[0].sum + sent[1].sum, received[0].numbers + received[1].numbers,
      received[0].sum + received[1].sum);
}
