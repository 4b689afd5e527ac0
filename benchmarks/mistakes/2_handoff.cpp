// Exercise 1.2 without an explorer: each promise in one thread, then each kind of waiting with a
// pause in which the other side falls asleep, then many values between several threads.
#include <atomic>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "handoff.hpp"
#include "mistakes/stress.hpp"

namespace {

using stress::check;
using stress::together;

constexpr int kValues = 500;

struct Parcel {
  explicit Parcel(std::string content) : content(std::move(content)) {}
  std::string content;
};

void one_thread() {
  Handoff<std::unique_ptr<int>> pointers;
  pointers.put(std::make_unique<int>(7));
  check(*pointers.take() == 7, "a value that can only be moved arrives");
  Handoff<Parcel> parcels;
  parcels.put(Parcel("a book"));
  check(parcels.take().content == "a book", "a value without a default constructor arrives");
}

void every_number_fills_the_slot() {
  for (int number :
       {0, -1, 1000, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()}) {
    Handoff<int> handoff;
    const auto put = [&] {
      handoff.put(number);
      handoff.put(417);
    };
    const auto take = [&] {
      stress::pause();
      check(handoff.take() == number && handoff.take() == 417, "every number arrives, in order");
    };
    together(put, take);
  }
}

void taker_waits() {
  Handoff<int> handoff;
  std::atomic<bool> sent = false;
  const auto take = [&] {
    stress::waits_without_polling([&] { check(handoff.take() == 7, "the value arrives"); });
    check(sent, "a taker waits while the slot is empty");
  };
  const auto put = [&] {
    stress::long_pause();
    sent = true;
    handoff.put(7);
  };
  together(take, put);
}

void putter_waits() {
  Handoff<int> handoff;
  handoff.put(1);
  std::atomic<bool> second_is_in = false;
  const auto put = [&] {
    stress::waits_without_polling([&] { handoff.put(2); });
    second_is_in = true;
  };
  const auto take = [&] {
    stress::long_pause();
    check(!second_is_in, "a putter waits while the slot is full");
    check(handoff.take() == 1, "a full slot keeps its value");
  };
  together(put, take);
  check(handoff.take() == 2, "the second value comes second");
}

void sleeping_takers_are_all_served() {
  Handoff<int> handoff;
  std::vector<int> taken(3);
  const auto put = [&] {
    stress::pause();
    for (int value : {1, 2, 3}) handoff.put(value);
  };
  together([&] { taken[0] = handoff.take(); }, [&] { taken[1] = handoff.take(); },
           [&] { taken[2] = handoff.take(); }, put);
  check(stress::sorted(taken) == std::vector({1, 2, 3}), "each value goes to one taker");
}

void sleeping_putters_are_all_served() {
  Handoff<int> handoff;
  std::vector<int> taken;
  const auto take = [&] {
    stress::pause();
    while (taken.size() < 3) taken.push_back(handoff.take());
  };
  together([&] { handoff.put(1); }, [&] { handoff.put(2); }, [&] { handoff.put(3); }, take);
  check(stress::sorted(taken) == std::vector({1, 2, 3}), "each value is taken once");
}

void two_slots() {
  Handoff<int> numbers;
  Handoff<int> others;
  const auto put = [&] {
    stress::pause();
    numbers.put(1);
    stress::pause();
    others.put(2);
  };
  together([&] { check(numbers.take() == 1, "each slot has its own value"); },
           [&] { check(others.take() == 2, "each slot has its own value"); }, put);
}

void put_many(Handoff<int>& handoff, int first) {
  for (int value = first; value < first + kValues; ++value) handoff.put(value);
}

// Returns the values taken, having looked that those of each putter come in order.
std::vector<int> take_many(Handoff<int>& handoff) {
  std::vector<int> taken;
  std::vector<int> last = {-1, -1};
  for (int i = 0; i < kValues; ++i) {
    const int value = handoff.take();
    check(0 <= value && value < 2 * kValues, "what comes out went in");
    int& last_of_putter = last[static_cast<std::size_t>(value / kValues)];
    check(value > last_of_putter, "values of one putter keep their order");
    last_of_putter = value;
    taken.push_back(value);
  }
  return taken;
}

void many_values() {
  Handoff<int> handoff;
  std::vector<int> first;
  std::vector<int> second;
  together([&] { put_many(handoff, 0); }, [&] { put_many(handoff, kValues); },
           [&] { first = take_many(handoff); }, [&] { second = take_many(handoff); });
  first.insert(first.end(), second.begin(), second.end());
  first = stress::sorted(first);
  for (int value = 0; value < 2 * kValues; ++value) {
    check(first[static_cast<std::size_t>(value)] == value, "each value is taken exactly once");
  }
}

}  // namespace

int main() {
  stress::stop_when_it_hangs();
  one_thread();
  every_number_fills_the_slot();
  together(taker_waits, putter_waits);
  sleeping_takers_are_all_served();
  sleeping_putters_are_all_served();
  two_slots();
  many_values();
}
