// Does memory stay flat? Runs ten million schedules, or as many as the first argument says, drawn
// at random, and again one of each kind, and prints how much of the process is resident on the way.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "bounded_buffer.hpp"
#include "interleave/interleave.hpp"

namespace {

struct Sample {
  std::uint64_t schedules = 0;
  long resident_kib = 0;
};

long resident_kib() {
  long pages_in_all = 0;
  long pages = 0;
  std::ifstream("/proc/self/statm") >> pages_in_all >> pages;
  return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

// `items` of each of two senders: enough for that many kinds of schedules.
void measure(const char* how, interleave::Strategy strategy, std::uint64_t schedules, int items) {
  std::vector<Sample> samples = {{0, resident_kib()}};
  samples.reserve(10);
  interleave::Options options;
  options.strategy = strategy;
  options.schedules_max = options.samples = schedules;
  options.steps_in_all_max = ~std::uint64_t{0};
  options.on_schedule = [&](const interleave::ScheduleEnd& end) {
    const bool round = end.number == 1 || end.number == 1'000 || end.number == 100'000 ||
                       end.number == 1'000'000 || end.number == schedules;
    if (round) samples.push_back({end.number, resident_kib()});
    return false;
  };
  const interleave::Result result = interleave::explore([&] { exchange(2, items); }, options);
  std::printf("%s: %s\n%12s %14s\n", how, result.seen.c_str(), "schedules", "resident KiB");
  for (const Sample& sample : samples) {
    std::printf("%12llu %14ld\n", static_cast<unsigned long long>(sample.schedules),
                sample.resident_kib);
  }
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t schedules = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000;
  measure("at random", interleave::Strategy::kRandom, schedules, 1);
  measure("one of each kind", interleave::Strategy::kExhaustive, schedules, 6);
}
