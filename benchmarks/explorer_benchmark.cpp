// How fast schedules are run, with race detection on, and how many it takes to see them all: the
// bounded buffer of bounded_buffer.hpp, 2 senders with one item each and a receiver of both.
//
//   explorer_benchmark [--peer name=program] ...
//
// A peer's program runs the same buffer and prints one line of four numbers: schedules a second
// when they are drawn at random, schedules a second when all are searched, schedules until all were
// seen, and seconds for that. explorer_benchmark --row prints this line about itself; built twice,
// it measures a test that is compiled with -O2 and one with -O0.
//
// Times are the processor's, the least of several runs: other work on the machine disturbs them
// little.
#include <sys/wait.h>
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bounded_buffer.hpp"
#include "interleave/interleave.hpp"

namespace {

using interleave::Options;
using interleave::Result;
using interleave::Strategy;

constexpr int kRuns = 7;

// A line of the table. What is not known is 0.
struct Row {
  std::string name;
  double random_rate = 0;
  double exhaustive_rate = 0;
  std::uint64_t executions = 0;
  double seconds = 0;
};

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// What `repeats` explorations one after the other took.
struct Measured {
  std::uint64_t schedules = 0;  // Of one exploration.
  double seconds = 0;           // Of one exploration, in the quickest of several runs.
};

Measured measure(int senders, int items, const Options& options, int repeats) {
  Measured measured{.seconds = 1e9};
  for (int run = 0; run < kRuns; ++run) {
    const double start = processor_seconds();
    for (int i = 0; i < repeats; ++i) {
      const Result result =
          interleave::explore([senders, items] { exchange(senders, items); }, options);
      if (result.verdict != interleave::Verdict::kPassed) {
        std::fprintf(stderr, "explorer_benchmark: %s\n", result.seen.c_str());
        std::exit(1);
      }
      measured.schedules = result.schedules;
    }
    measured.seconds = std::min(measured.seconds, (processor_seconds() - start) / repeats);
  }
  return measured;
}

Options draw(std::uint64_t samples) {
  Options options;
  options.strategy = Strategy::kRandom;
  options.samples = samples;
  options.steps_in_all_max = 1'000'000'000;
  return options;
}

Options search_all() {
  Options options;
  options.strategy = Strategy::kExhaustive;
  options.schedules_max = 1'000'000;
  options.steps_in_all_max = 1'000'000'000;
  return options;
}

double rate(const Measured& measured) {
  return static_cast<double>(measured.schedules) / measured.seconds;
}

Row measure_myself(std::string name) {
  const Measured random = measure(2, 1, draw(50'000), 1);
  const Measured all = measure(2, 1, search_all(), 1'000);
  return {std::move(name), rate(random), rate(all), all.schedules, all.seconds};
}

// Runs another program that prints a row.
std::optional<Row> measure_other(const std::string& name, const std::string& command) {
  std::FILE* output = popen(command.c_str(), "r");
  if (output == nullptr) return std::nullopt;
  Row row{.name = name};
  unsigned long long executions = 0;
  const int numbers = std::fscanf(output, "%lf %lf %llu %lf", &row.random_rate,
                                  &row.exhaustive_rate, &executions, &row.seconds);
  row.executions = executions;
  const bool ended_well = pclose(output) == 0;
  if (numbers == 4 && ended_well) return row;
  std::fprintf(stderr, "explorer_benchmark: \"%s\" did not print four numbers\n", command.c_str());
  return std::nullopt;
}

std::string with_commas(double number) {
  std::string digits = std::to_string(static_cast<std::uint64_t>(number + 0.5));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

std::string or_nothing(double number) { return number == 0 ? "" : with_commas(number); }

std::string duration(double seconds) {
  if (seconds == 0) return "";
  char text[32];
  if (seconds < 0.001) {
    std::snprintf(text, sizeof text, "%.0f us", seconds * 1e6);
  } else if (seconds < 1) {
    std::snprintf(text, sizeof text, "%.1f ms", seconds * 1e3);
  } else {
    std::snprintf(text, sizeof text, "%.2f s", seconds);
  }
  return text;
}

void print(const Row& row) {
  std::printf("%-30s %12s %12s %12s %12s\n", row.name.c_str(), or_nothing(row.random_rate).c_str(),
              or_nothing(row.exhaustive_rate).c_str(),
              or_nothing(static_cast<double>(row.executions)).c_str(),
              duration(row.seconds).c_str());
}

void print_table(const std::string& myself, const std::vector<std::string>& peers) {
  std::printf("%-30s %12s %12s %12s %12s\n", "2 senders, 1 item each", "random", "exhaustive",
              "schedules", "time");
  std::printf("%-30s %12s %12s %12s %12s\n", "", "schedules/s", "schedules/s", "to see all",
              "to see all");
  print(measure_myself("interleave, test with -O2"));
  if (const auto row = measure_other("interleave, test with -O0", myself + "_O0 --row")) {
    print(*row);
  }
  for (const std::string& peer : peers) {
    const std::size_t equals = peer.find('=');
    if (equals == std::string::npos) continue;
    const std::string name = peer.substr(0, equals) + ", measured";
    if (const auto row = measure_other(name, peer.substr(equals + 1))) print(*row);
  }
  // Measured on two cores of another machine, in one sitting; each runs code written for it.
  print({"relacy, recorded", 935'000, 849'000, 115'974, 0.137});
  print({"shuttle, recorded", 193'000, 0, 0, 0});
  print({"loom, recorded", 0, 24'000, 115'020, 4.7});
  print({"Lotto, recorded", 188, 0, 0, 0});
  print({"nidhugg optimal, recorded", 0, 0, 16, 0.02});
}

// How the whole search grows with the program.
void print_growth() {
  std::printf("\n%-30s %12s %12s %12s\n", "all schedules, test with -O2", "schedules",
              "schedules/s", "time");
  const struct {
    const char* name;
    int senders;
    int items;
    int repeats;
  } sizes[] = {{"1 sender, 1 item", 1, 1, 2'000},
               {"2 senders, 1 item each", 2, 1, 1'000},
               {"3 senders, 1 item each", 3, 1, 20},
               {"2 senders, 2 items each", 2, 2, 5}};
  for (const auto& size : sizes) {
    const Measured all = measure(size.senders, size.items, search_all(), size.repeats);
    std::printf("%-30s %12s %12s %12s\n", size.name,
                with_commas(static_cast<double>(all.schedules)).c_str(),
                with_commas(rate(all)).c_str(), duration(all.seconds).c_str());
  }
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::string> peers;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--row") {
      const Row row = measure_myself("");
      std::printf("%.0f %.0f %llu %.9f\n", row.random_rate, row.exhaustive_rate,
                  static_cast<unsigned long long>(row.executions), row.seconds);
      return 0;
    }
    if (argument == "--peer" && i + 1 < count) peers.emplace_back(arguments[++i]);
  }
  print_table(arguments[0], peers);
  print_growth();
  return 0;
}
