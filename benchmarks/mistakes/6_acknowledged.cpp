// Exercise 1.6 without an explorer: each kind of fault by itself, on real time, then bad links
// whose faults are drawn anew in each run, several threads, and the end.
#include <atomic>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "acknowledged.hpp"
#include "mistakes/stress.hpp"

namespace {

using namespace std::chrono_literals;
using stress::check;
using stress::Clock;
using stress::together;

constexpr NodeId kReceiver = 0;
constexpr NodeId kSender = 1;
constexpr auto kNever = 2000ms;  // To try again after so long is not to try again.
constexpr auto kSoon = 3ms;
constexpr auto kLate = 5ms;  // When it has been tried again.

// A receiver at node 0 and a sender at node 1, on a network of their own.
struct Line {
  explicit Line(std::chrono::nanoseconds retry_after, const NetworkSettings& settings = {})
      : network(2, settings), sender(network.endpoint(kSender), kReceiver, log, retry_after) {}
  Line(std::chrono::nanoseconds retry_after, Network<Packet>::Faults faults)
      : network(2, {}, faults), sender(network.endpoint(kSender), kReceiver, log, retry_after) {}

  std::uint64_t packets() const { return network.traffic(kSender, kReceiver).sent.messages; }

  Network<Packet> network;
  Journal log;
  ReliableReceiver receiver{network.endpoint(kReceiver), log};
  ReliableSender sender;
};

// Has the receiver stop, and returns what it still hands out. One without an end hangs.
std::vector<int> rest_of(ReliableReceiver& receiver) {
  receiver.stop();
  std::vector<int> rest;
  const auto receive_all = [&] {
    while (true) rest.push_back(receiver.receive());
  };
  stress::throws<Stopped>(receive_all, "receive ends when nothing is left after stop");
  return rest;
}

// The log has one send of the value, and after it one receive.
void check_logged(const Journal& log, int value) {
  int sends = 0;
  int receives = 0;
  for (const Entry& entry : log.entries()) {
    if (entry == Entry{"sender", "send " + std::to_string(value)}) ++sends;
    if (entry != Entry{"receiver", "receive " + std::to_string(value)}) continue;
    check(sends == 1, "the send is logged before the receive");
    ++receives;
  }
  check(sends == 1 && receives == 1, "send and receive are logged once");
}

void a_good_link() {
  Line line(kNever);
  const auto start = Clock::now();
  for (int value : {7, 0, -1, -1}) {
    line.sender.send(value);
    if (value >= 0) check_logged(line.log, value);
  }
  check(Clock::now() - start < kNever / 2, "send returns when it is acknowledged");
  stress::pause();
  check(line.packets() == 4, "nothing is sent twice without need");
  check(line.network.traffic(kReceiver, kSender).sent.messages == 4,
        "each packet is answered once");
  check(line.receiver.receive() == 7, "values come in order");
  check(rest_of(line.receiver) == std::vector({0, -1, -1}), "stop loses no acknowledged value");
  line.receiver.stop();
  line.sender.stop();
  line.sender.stop();
  stress::throws<Stopped>([&] { line.sender.send(8); }, "a stopped sender sends nothing");
}

// Two values over a link on which `fate` decides over the first packet of each direction.
template <typename FateOf>
void a_link_with_one_fault(FateOf fate) {
  Line line(kSoon, [fate](const Passage<Packet>& passage) {
    return passage.number == 1 ? fate(passage.from == kSender) : Fate{};
  });
  line.sender.send(1);
  line.sender.send(2);
  std::this_thread::sleep_for(2 * kLate);  // Late copies have come.
  check(rest_of(line.receiver) == std::vector({1, 2}), "each value is handed out once, in order");
  for (int value : {1, 2}) check_logged(line.log, value);
}

void each_fault() {
  together(
      [] { a_link_with_one_fault([](bool sending) { return Fate{.lost = sending}; }); },
      [] { a_link_with_one_fault([](bool sending) { return Fate{.lost = !sending}; }); },
      [] { a_link_with_one_fault([](bool) { return Fate{.doubled = true}; }); },
      [] { a_link_with_one_fault([](bool) { return Fate{.delay = kLate}; }); },
      [] {
        a_link_with_one_fault([](bool) { return Fate{.doubled = true, .second_delay = kLate}; });
      });
}

// The second copy of the first acknowledgement is there when the second packet is lost.
void an_acknowledgement_for_another_value() {
  Line line(kSoon, [](const Passage<Packet>& passage) {
    if (passage.from == kSender) return Fate{.lost = passage.number == 2};
    return Fate{.doubled = passage.number == 1};
  });
  line.sender.send(1);
  line.sender.send(2);
  check(rest_of(line.receiver) == std::vector({1, 2}), "an acknowledgement is for its own value");
}

// Another seed in each run.
NetworkSettings bad_link() {
  return {.delay_max = 2ms,
          .loss = 0.2,
          .duplication = 0.3,
          .overtaking = 0.3,
          .seed = std::random_device()()};
}

constexpr int kValues = 10;

void send_many(ReliableSender& sender, int first) {
  for (int i = 0; i < kValues; ++i) sender.send(first + i);
}

void check_two_senders(const std::vector<int>& received, const Journal& log) {
  int last[2] = {-1, -1};
  for (int value : received) {
    int& last_of_thread = last[value / kValues % 2];
    check(value > last_of_thread, "each thread's values come in order, once");
    last_of_thread = value;
  }
  check(received.size() == 2 * kValues, "each value is handed out once");
  for (int value = 0; value < 2 * kValues; ++value) check_logged(log, value);
}

void two_threads_on_a_bad_link() {
  Line line(1ms, bad_link());
  together([&] { send_many(line.sender, 0); }, [&] { send_many(line.sender, kValues); });
  check_two_senders(rest_of(line.receiver), line.log);
}

void two_nodes_on_a_bad_link() {
  Network<Packet> network(3, bad_link());
  Journal log;
  ReliableReceiver receiver(network.endpoint(0), log);
  ReliableSender first(network.endpoint(1), 0, log, 1ms);
  ReliableSender second(network.endpoint(2), 0, log, 1ms);
  together([&] { send_many(first, 0); }, [&] { send_many(second, kValues); });
  check_two_senders(rest_of(receiver), log);
}

void many_threads_on_a_good_link() {
  Line line(kNever);
  std::vector<int> received[2];
  const auto receive = [&](int who) {
    while (received[who].size() < kValues) received[who].push_back(line.receiver.receive());
  };
  together([&] { send_many(line.sender, 0); }, [&] { send_many(line.sender, kValues); },
           [&] { receive(0); }, [&] { receive(1); });
  check(line.packets() == 2 * kValues, "nothing is sent twice without need");
  received[0].insert(received[0].end(), received[1].begin(), received[1].end());
  check_two_senders(stress::sorted(received[0]), line.log);
}

void a_sender_that_is_cut_off() {
  Network<Packet> network(3);
  Journal log;
  ReliableReceiver receiver(network.endpoint(0), log);
  ReliableSender cut_off(network.endpoint(1), 0, log, kSoon);
  ReliableSender other(network.endpoint(2), 0, log, kSoon);
  network.cut(0, 1);
  const auto send = [&] {
    stress::pause();
    other.send(2);
    stress::long_pause();
    network.heal();
  };
  together([&] { cut_off.send(1); }, send);
  check(rest_of(receiver) == std::vector({2, 1}), "who is cut off holds up nobody else");
}

// A cut that takes more than ten tries. A sender that gives up waits for ever here.
void a_long_cut() {
  Line line(kSoon);
  const auto start = Clock::now();
  line.network.cut(kSender, kReceiver);
  const auto heal = [&] {
    while (line.packets() <= 12) std::this_thread::sleep_for(1ms);
    check(12 <= (Clock::now() - start) / kSoon, "nothing is sent again before its time");
    line.network.heal();
  };
  together([&] { line.sender.send(7); }, heal);
  check(rest_of(line.receiver) == std::vector({7}), "send tries until it is acknowledged");
}

void nobody_polls() {
  Line line(kNever, [](const Passage<Packet>& passage) {
    return Fate{.delay = passage.from == kReceiver ? 15ms : 0ms};
  });
  const auto receive = [&] {
    stress::waits_without_polling([&] { check(line.receiver.receive() == 7, "the value comes"); });
  };
  const auto send = [&] {
    stress::long_pause();
    stress::waits_without_polling([&] { line.sender.send(7); });
  };
  together(receive, send);
  stress::nobody_works_in_a_pause();  // Only the listener is left.
}

void sleeping_receivers_are_all_served() {
  Line line(kNever);
  std::vector<int> received(2);
  const auto send = [&] {
    stress::pause();
    line.sender.send(1);
    line.sender.send(2);
  };
  together([&] { received[0] = line.receiver.receive(); },
           [&] { received[1] = line.receiver.receive(); }, send);
  check(stress::sorted(received) == std::vector({1, 2}), "each value goes to one thread");
}

void stop_ends_all_waiting() {
  Line line(kSoon);
  line.network.cut(kSender, kReceiver);
  const auto receive = [&] {
    stress::throws<Stopped>([&] { line.receiver.receive(); }, "stop ends every receive");
  };
  const auto send = [&] {
    stress::throws<Stopped>([&] { line.sender.send(7); }, "stop ends every send");
  };
  const auto stop = [&] {
    stress::pause();
    together([&] { line.receiver.stop(); }, [&] { line.receiver.stop(); },
             [&] { line.sender.stop(); });
  };
  together(receive, receive, send, send, stop);
}

// Whatever send said had arrived is handed out, though the receiver stops in the middle.
void stop_in_the_middle() {
  for (int i = 0; i < 10; ++i) {
    Line line(1ms);
    std::vector<int> acknowledged;
    std::atomic<int> sent = 0;
    const auto send_all = [&] {
      for (int value = 0;; ++value) {
        line.sender.send(value);
        acknowledged.push_back(value);
        sent = value;
      }
    };
    const auto stop = [&] {
      while (sent < i) std::this_thread::yield();
      line.receiver.stop();
      line.sender.stop();
    };
    together([&] { stress::throws<Stopped>(send_all, "stop ends every send"); }, stop);
    std::vector<int> rest = rest_of(line.receiver);
    check(rest.size() == acknowledged.size() || rest.size() == acknowledged.size() + 1,
          "what is acknowledged is not lost");
    rest.resize(acknowledged.size());
    check(rest == acknowledged, "what is acknowledged is not lost");
  }
}

}  // namespace

int main() {
  stress::stop_when_it_hangs();
  a_good_link();
  each_fault();
  an_acknowledgement_for_another_value();
  together(two_threads_on_a_bad_link, two_nodes_on_a_bad_link, a_sender_that_is_cut_off,
           a_long_cut);
  many_threads_on_a_good_link();
  nobody_polls();
  sleeping_receivers_are_all_served();
  stop_ends_all_waiting();
  stop_in_the_middle();
}
