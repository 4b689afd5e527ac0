// provided/bounded_queue.hpp on real threads, beside two well-kept blocking queues:
// tbb::concurrent_bounded_queue and boost::sync_bounded_queue. Senders pass numbers to receivers;
// what is measured is the time from the first push to the last pop.
//
//   queue_benchmark [ROUNDS]
//
// Other work on the machine disturbs such figures. So the three take turns in short rounds, and
// what is printed is the median over all rounds: of the times, and of the ratios within one round.
#include <time.h>

#include <algorithm>
#include <boost/thread/concurrent_queues/sync_bounded_queue.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"
#include "tbb/concurrent_queue.h"

namespace {

constexpr int kRounds = 25;
constexpr std::size_t kItems = 8'000;  // In one round, of all senders. 8 divides it.

class Provided {
 public:
  static constexpr const char* kName = "provided";
  explicit Provided(std::size_t capacity) : queue_(capacity) {}
  void push(int item) { queue_.push(item); }
  int pop() { return *queue_.pop(); }

 private:
  BoundedQueue<int> queue_;
};

class Tbb {
 public:
  static constexpr const char* kName = "TBB";
  explicit Tbb(std::size_t capacity) { queue_.set_capacity(static_cast<std::ptrdiff_t>(capacity)); }
  void push(int item) { queue_.push(item); }
  int pop() {
    int item = 0;
    queue_.pop(item);
    return item;
  }

 private:
  tbb::concurrent_bounded_queue<int> queue_;
};

class Boost {
 public:
  static constexpr const char* kName = "Boost";
  explicit Boost(std::size_t capacity) : queue_(capacity) {}
  void push(int item) { queue_.push_back(item); }
  int pop() { return queue_.pull_front(); }

 private:
  boost::sync_bounded_queue<int> queue_;
};

// Nanoseconds an item.
struct Cost {
  double wall = 0;
  double processor = 0;
};

double nanoseconds_on(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

// Adds what every receiver got: a queue that loses something shall not win.
void check_sum(const std::vector<std::uint64_t>& sums, std::size_t per_sender, int senders) {
  std::uint64_t sum = 0;
  for (const std::uint64_t one : sums) sum += one;
  if (sum == per_sender * (per_sender - 1) / 2 * static_cast<std::uint64_t>(senders)) return;
  std::fprintf(stderr, "queue_benchmark: numbers were lost\n");
  std::exit(1);
}

// Passes kItems numbers through a new queue, with so many threads on either side.
template <typename Queue>
Cost run_round(int threads, std::size_t capacity) {
  Queue queue(capacity);
  const std::size_t share = kItems / static_cast<std::size_t>(threads);
  std::vector<std::uint64_t> sums(static_cast<std::size_t>(threads));
  std::latch start(2 * threads + 1);
  std::vector<std::thread> all;
  for (int thread = 0; thread < threads; ++thread) {
    all.emplace_back([&] {
      start.arrive_and_wait();
      for (std::size_t i = 0; i < share; ++i) queue.push(static_cast<int>(i));
    });
    all.emplace_back([&, thread] {
      start.arrive_and_wait();
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < share; ++i) sum += static_cast<std::uint64_t>(queue.pop());
      sums[static_cast<std::size_t>(thread)] = sum;
    });
  }
  const double processor = nanoseconds_on(CLOCK_PROCESS_CPUTIME_ID);
  const double wall = nanoseconds_on(CLOCK_MONOTONIC);
  start.arrive_and_wait();
  for (std::thread& thread : all) thread.join();
  const Cost cost{(nanoseconds_on(CLOCK_MONOTONIC) - wall) / kItems,
                  (nanoseconds_on(CLOCK_PROCESS_CPUTIME_ID) - processor) / kItems};
  check_sum(sums, share, threads);
  return cost;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// What all rounds of one queue cost, and how that compares.
struct Costs {
  std::vector<Cost> rounds;

  double middle(double Cost::*what) const {
    std::vector<double> values;
    for (const Cost& cost : rounds) values.push_back(cost.*what);
    return median(values);
  }

  // How many times the cost of `other` this is, round by round.
  double ratio(const Costs& other, double Cost::*what) const {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < rounds.size(); ++i) {
      ratios.push_back(rounds[i].*what / other.rounds[i].*what);
    }
    return median(ratios);
  }
};

void print_head() {
  std::printf("%-8s %8s | %-43s | %s\n", "", "", "wall time, ns an item",
              "processor time, ns an item");
  std::printf("%-8s %8s |", "threads", "capacity");
  for (int half = 0; half < 2; ++half) {
    std::printf(" %9s %7s %7s %8s %8s%s", Provided::kName, Tbb::kName, Boost::kName, "to TBB",
                "to Boost", half == 0 ? " |" : "\n");
  }
}

void print_row(int threads, std::size_t capacity, int rounds) {
  Costs provided;
  Costs tbb;
  Costs boost;
  run_round<Provided>(threads, capacity);  // Warms up: memory, and the processor's clock.
  for (int round = 0; round < rounds; ++round) {
    provided.rounds.push_back(run_round<Provided>(threads, capacity));
    tbb.rounds.push_back(run_round<Tbb>(threads, capacity));
    boost.rounds.push_back(run_round<Boost>(threads, capacity));
  }
  const std::string kind = std::to_string(threads) + "x" + std::to_string(threads);
  std::printf("%-8s %8zu |", kind.c_str(), capacity);
  for (double Cost::*what : {&Cost::wall, &Cost::processor}) {
    std::printf(" %9.0f %7.0f %7.0f %8.2f %8.2f%s", provided.middle(what), tbb.middle(what),
                boost.middle(what), provided.ratio(tbb, what), provided.ratio(boost, what),
                what == &Cost::wall ? " |" : "\n");
  }
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  const int rounds = count > 1 ? std::atoi(arguments[1]) : kRounds;
  if (rounds < 1) {
    std::fprintf(stderr, "queue_benchmark: \"%s\" is no number of rounds\n", arguments[1]);
    return 2;
  }
  print_head();
  for (const int threads : {1, 2, 4}) {
    for (const std::size_t capacity : {1, 16, 1024}) print_row(threads, capacity, rounds);
  }
}
