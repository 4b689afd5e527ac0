// Two threads send random numbers over a bad link, which is even cut for a while.
// Every number arrives, once. The last lines say what that took.
#include <chrono>
#include <cstdint>
#include <string_view>
#include <thread>

#include "acknowledged.hpp"
#include "provided/demo.hpp"

namespace {

using namespace std::chrono_literals;

constexpr int kNumbers = 8;  // For each of the two threads.
constexpr auto kRetryAfter = 150ms;

void send(std::string_view who, ReliableSender& sender, RandomNumbers random) {
  for (int i = 0; i < kNumbers; ++i) {
    const int number = random.next();
    say(who, "sends {:>4}", number);
    const auto start = std::chrono::steady_clock::now();
    sender.send(number);  // A good place for a breakpoint.
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    say(who, "sent  {:>4}   {:.0f} ms until it was acknowledged", number, took.count());
    std::this_thread::sleep_for(random.next_pause(100ms));
  }
}

void receive(ReliableReceiver& receiver) {
  try {
    while (true) say("receiver", "received {:>4}", receiver.receive());
  } catch (const Stopped&) {
    say("receiver", "has stopped");
  }
}

void print_traffic(std::string_view way, const Traffic& traffic) {
  say("main", "{}: {} packets sent, {} lost, {} doubled, {} delivered", way, traffic.sent.messages,
      traffic.lost.messages, traffic.duplicated.messages, traffic.delivered.messages);
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const std::uint32_t seed = seed_from(argc, argv);
  Network<Packet> network(
      2, {.delay_max = 60ms, .loss = 0.25, .duplication = 0.25, .overtaking = 0.2, .seed = seed});
  Journal log;
  ReliableReceiver receiver(network.endpoint(0), log);
  ReliableSender sender(network.endpoint(1), 0, log, kRetryAfter);

  std::thread receiving([&] { receive(receiver); });
  std::thread first([&] { send("first", sender, RandomNumbers(seed)); });
  std::thread second([&] { send("second", sender, RandomNumbers(seed + 1)); });

  std::this_thread::sleep_for(600ms);
  network.cut(0, 1);
  say("main", "cuts the link");
  std::this_thread::sleep_for(600ms);
  network.heal();
  say("main", "heals the link");

  first.join();
  second.join();
  receiver.stop();
  receiving.join();
  print_traffic("there", network.traffic(1, 0));
  print_traffic("back ", network.traffic(0, 1));
  say("main", "{} numbers sent; the log has {} lines", 2 * kNumbers, log.size());
}
