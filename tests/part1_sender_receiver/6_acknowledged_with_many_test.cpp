// The third part of the tests of 1.6: two values at the same time, and large numbers.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "6_acknowledged_test.hpp"
#include "stopwatch.hpp"

namespace under_test {
namespace {

// ---- Two threads send at the same time: by turns, or with two values under way. ----

// When packets of one node set out, since the test began.
class Departures {
 public:
  explicit Departures(NodeId node) : node_(node) {}

  void note(const Passage<Packet>& passage) {
    if (passage.from == node_) times_.push_back(stopwatch_.time());
  }
  const std::vector<Elapsed>& times() const { return times_; }
  // How many set out after `begin` and before `end`.
  std::ptrdiff_t between(Elapsed begin, Elapsed end) const {
    return std::count_if(times_.begin(), times_.end(),
                         [&](const Elapsed& time) { return begin < time && time < end; });
  }
  bool any_at(Elapsed time) const {
    return std::find(times_.begin(), times_.end(), time) != times_.end();
  }

 private:
  const NodeId node_;
  const Stopwatch stopwatch_;
  std::vector<Elapsed> times_;
};

// Sends 1 at once, and 2 from another thread half a retry later. Returns when the calls ended.
std::vector<Elapsed> send_two(Line& line) {
  const Stopwatch stopwatch;
  std::vector<Elapsed> ends(2, Elapsed(std::chrono::nanoseconds(0)));
  const auto send = [&](int value) {
    throws<Stopped>([&] { line.sender.send(value); });
    ends[static_cast<std::size_t>(value - 1)] = stopwatch.time();
  };
  const auto send_second = [&] {
    std::this_thread::sleep_for(kRetryAfter / 2);
    send(2);
  };
  const auto stop = [&] {
    std::this_thread::sleep_for(kRetryAfter * 11 / 4);
    line.sender.stop();
  };
  together({"first sender", [&] { send(1); }}, {"second sender", send_second}, {"stopper", stop});
  std::sort(ends.begin(), ends.end());
  return ends;
}

// The first packet is lost. Whichever value is acknowledged first, its send() waits for nothing
// else.
TEST(Acknowledged, EachSendReturnsWhenItsOwnValueIsAcknowledged) {
  EXPLORE_LINK() {
    Departures answers(kReceiver);
    Line line([&](const Passage<Packet>& passage) {
      answers.note(passage);
      return Fate{.lost = passage.from == kSender && passage.number == 1};
    });
    const std::vector<Elapsed> ends = send_two(line);
    EXPECT_EQ(ends, answers.times()) << "when the calls ended, and when the answers came";
  };
}

// All packets are lost. If the second value does not wait for its turn, it is the first that is
// sent again next: the second one's time is not over, and it does not put off the first.
TEST(Acknowledged, EachValueHasItsOwnTimeToBeSentAgain) {
  EXPLORE_LINK() {
    Departures packets(kSender);
    Line line([&](const Passage<Packet>& passage) {
      packets.note(passage);
      return Fate{.lost = passage.from == kSender};
    });
    send_two(line);
    const bool both_under_way = packets.any_at(kRetryAfter / 2);
    if (both_under_way) {
      EXPECT_EQ(packets.between(kRetryAfter / 2, kRetryAfter * 3 / 2), 1)
          << "packets between the first try of 2 and its second";
    }
  };
}

// ---- Large numbers, in one schedule. ----

constexpr std::uint64_t kStepsForEach = 80;  // More than any right answer needs.

// Runs body(1), which fails as any test does, and then body(many). How that fails is only named:
// the story of a schedule with thousands of steps would take long, and would say less than the
// numbers that came out.
template <typename Body>
void run_with_one_and_with(std::size_t many, const Body& body) {
  EXPLORE_WITH(.schedules_max = 1, .samples = 0, .steps_max = 1'000) { body(1); };
  if (testing::Test::HasFailure()) return;
  std::string failure = "none";
  const auto keep_failure = [&](const interleave::ScheduleEnd& end) {
    if (end.failure) failure = interleave::name(*end.failure);
    return true;
  };
  EXPLORE_WITH(.schedules_max = 1, .samples = 0, .steps_max = kStepsForEach * many,
               .on_schedule = keep_failure) {
    body(many);
  };
  EXPECT_EQ(failure, "none");
}

// Sends 1, 2, ... until `n`. Returns how many were acknowledged before the sender was stopped.
std::size_t send_many(ReliableSender& sender, std::size_t n) {
  std::size_t sent = 0;
  throws<Stopped>([&] {
    for (; sent < n; ++sent) sender.send(static_cast<int>(sent + 1));
  });
  return sent;
}

// Stops the receiver, and returns what it hands out: at most `most` values.
std::vector<int> receive_the_rest(ReliableReceiver& receiver, std::size_t most) {
  receiver.stop();
  std::vector<int> received;
  throws<Stopped>([&] {
    while (received.size() < most) received.push_back(receiver.receive());
  });
  return received;
}

// One thread sends 0, and its first packet is lost. Before it tries again, another thread begins to
// send. Of the second packet a copy comes after all others. Nobody calls receive() meanwhile.
TEST(Acknowledged, AThousandValuesLaterOldOnesAreStillKnown) {
  constexpr std::size_t kMany = 1'025;
  std::size_t sent = 0;
  std::vector<int> received;
  run_with_one_and_with(kMany, [&](std::size_t n) {
    Line line([](const Passage<Packet>& passage) -> Fate {
      if (passage.from == kReceiver) return {};
      return {.lost = passage.number == 1,
              .doubled = passage.number == 2,
              .second_delay = kRetryAfter * 2};
    });
    const auto send_others = [&] {
      std::this_thread::sleep_for(kRetryAfter / 2);
      sent = send_many(line.sender, n);
    };
    const auto stop = [&] {
      std::this_thread::sleep_for(kRetryAfter * 5);
      line.sender.stop();
    };
    together({"sender with bad luck", [&] { throws<Stopped>([&] { line.sender.send(0); }); }},
             {"other sender", send_others}, {"stopper", stop});
    received = receive_the_rest(line.receiver, 2 * n + 2);
  });
  EXPECT_EQ(sent, kMany) << "so many were acknowledged, while nobody called receive()";
  EXPECT_EQ(received.size(), kMany + 1) << "so many values were received, each once";
}

TEST(Acknowledged, TriesFiveThousandTimes) {
  bool stopped = false;
  std::vector<int> received;
  run_with_one_and_with(5'000, [&](std::size_t n) {
    Line line(loses_the_first(n));
    stopped = throws<Stopped>([&] { line.sender.send(7); });
    received = receive_the_rest(line.receiver, 10);
  });
  EXPECT_FALSE(stopped) << "nobody has stopped it";
  EXPECT_EQ(received, std::vector{7});
}

}  // namespace
}  // namespace under_test
