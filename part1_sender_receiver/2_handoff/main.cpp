// A sender passes random numbers to a receiver, one at a time, through one slot.
#include <chrono>
#include <cstdint>
#include <thread>

#include "handoff.hpp"
#include "provided/demo.hpp"

namespace {

constexpr int kNumbers = 15;
constexpr std::chrono::milliseconds kLongestPause(250);

void send(Handoff<int>& handoff, RandomNumbers random) {
  for (int i = 0; i < kNumbers; ++i) {
    const int number = random.next();
    say("sender", "offers {:>4}", number);
    handoff.put(number);  // A good place for a breakpoint.
    std::this_thread::sleep_for(random.next_pause(kLongestPause));
  }
}

void receive(Handoff<int>& handoff, RandomNumbers random) {
  for (int i = 0; i < kNumbers; ++i) {
    const int number = handoff.take();
    say("receiver", "has    {:>4}", number);
    std::this_thread::sleep_for(random.next_pause(kLongestPause));
  }
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const std::uint32_t seed = seed_from(argc, argv);
  Handoff<int> handoff;

  std::thread sender([&] { send(handoff, RandomNumbers(seed)); });
  std::thread receiver([&] { receive(handoff, RandomNumbers(seed + 1)); });
  sender.join();
  receiver.join();
  say("main", "{} numbers have gone over: compare the two columns", kNumbers);
}
