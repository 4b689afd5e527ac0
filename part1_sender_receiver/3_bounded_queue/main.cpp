// A sender passes random numbers to a receiver through a queue with room for three. First the
// sender is faster, so the queue fills up; then the receiver is, and it runs empty.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>

#include "bounded_queue.hpp"
#include "provided/demo.hpp"

namespace {

using std::chrono::milliseconds;

constexpr int kNumbers = 24;
constexpr std::size_t kCapacity = 3;
constexpr milliseconds kShort(60);
constexpr milliseconds kLong(300);

void send(BoundedQueue<int>& queue, RandomNumbers random) {
  for (int i = 0; i < kNumbers; ++i) {
    const int number = random.next();
    queue.push(number);  // A good place for a breakpoint.
    say("sender", "sent     {:>4}   {} in the queue", number, queue.size());
    std::this_thread::sleep_for(random.next_pause(i < kNumbers / 2 ? kShort : kLong));
  }
}

void receive(BoundedQueue<int>& queue, RandomNumbers random) {
  for (int i = 0; i < kNumbers; ++i) {
    const int number = queue.pop();
    say("receiver", "received {:>4}   {} in the queue", number, queue.size());
    std::this_thread::sleep_for(random.next_pause(i < kNumbers / 2 ? kLong : kShort));
  }
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const std::uint32_t seed = seed_from(argc, argv);
  BoundedQueue<int> queue(kCapacity);

  std::thread sender([&] { send(queue, RandomNumbers(seed)); });
  std::thread receiver([&] { receive(queue, RandomNumbers(seed + 1)); });
  sender.join();
  receiver.join();
  say("main", "{} numbers sent and received; {} left in the queue", kNumbers, queue.size());
}
