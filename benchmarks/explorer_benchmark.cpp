// How many schedules a second interleave runs, with race detection on: the bounded buffer of
// capacity 1 (one mutex, two condition variables, while, notify_one) that its peers were measured
// on.
#include <benchmark/benchmark.h>

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "interleave/interleave.hpp"

namespace {

class BoundedBuffer {
 public:
  void push(int item) {
    std::unique_lock lock(mutex_);
    while (full_) not_full_.wait(lock);
    item_ = item;
    full_ = true;
    not_empty_.notify_one();
  }

  int pop() {
    std::unique_lock lock(mutex_);
    while (!full_) not_empty_.wait(lock);
    full_ = false;
    not_full_.notify_one();
    return item_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  int item_ = 0;
  bool full_ = false;
};

// `senders` threads push one item each; one receiver pops them all.
void exchange(int senders) {
  BoundedBuffer buffer;
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(senders) + 1);
  for (int i = 0; i < senders; ++i) threads.emplace_back([&buffer, i] { buffer.push(i); });
  threads.emplace_back([&buffer, senders] {
    for (int i = 0; i < senders; ++i) benchmark::DoNotOptimize(buffer.pop());
  });
  for (std::thread& thread : threads) thread.join();
}

void run(benchmark::State& state, const interleave::Options& options) {
  const int senders = static_cast<int>(state.range(0));
  std::uint64_t schedules = 0;
  for (auto _ : state) {
    const interleave::Result result =
        interleave::explore([senders] { exchange(senders); }, options);
    if (result.verdict != interleave::Verdict::kPassed) state.SkipWithError(result.seen.c_str());
    schedules += result.schedules;
  }
  state.counters["schedules/s"] =
      benchmark::Counter(static_cast<double>(schedules), benchmark::Counter::kIsRate);
}

void BM_RandomSchedules(benchmark::State& state) {
  interleave::Options options;
  options.steps_in_all_max = 1'000'000'000;
  options.schedules_max = 0;
  options.samples = 100'000;
  run(state, options);
}
BENCHMARK(BM_RandomSchedules)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);

void BM_AllSchedules(benchmark::State& state) {
  interleave::Options options;
  options.steps_in_all_max = 1'000'000'000;
  options.schedules_max = 1'000'000;
  run(state, options);
}
BENCHMARK(BM_AllSchedules)->Arg(2)->Arg(3)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
