// How many schedules each strategy needs until it meets the mistake of each program in buggy/: the
// mean over so many seeds for those that draw, one number for those that search.
//
//   buggy_benchmark [--seeds 20] [--cap 20000] [--strategy POS] [--csv] [program ...]
//
// Everything is seeded, so the same table comes out on every machine.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "buggy/programs.hpp"
#include "interleave/interleave.hpp"

namespace {

using interleave::Options;
using interleave::Result;
using interleave::Strategy;
using interleave::Verdict;

struct Column {
  const char* title;
  Strategy strategy;
  bool is_drawn;  // Depends on the seed.
};

const std::vector<Column> kColumns = {
    {"random", Strategy::kRandom, true},    {"PCT", Strategy::kPct, true},
    {"POS", Strategy::kPos, true},          {"SURW", Strategy::kSurw, true},
    {"bounded", Strategy::kBounded, false}, {"exhaustive", Strategy::kExhaustive, false},
    {"default mix", Strategy::kMix, false},
};

struct Settings {
  int seeds = 20;
  std::uint64_t cap = 20'000;                // Schedules after which a search gives up.
  bool csv = false;                          // Each seed's number instead of a table.
  std::string_view strategy{};               // By its title; empty: all.
  std::vector<std::string_view> programs{};  // Empty: all.
};

// What one search came to.
struct Find {
  std::uint64_t schedules = 0;  // Run until the first failure, or the cap.
  bool found = false;
};

Find search(const buggy::Program& program, Strategy strategy, std::uint64_t seed,
            const Settings& settings) {
  Options options;
  options.strategy = strategy;
  options.seed = seed;
  options.steps_in_all_max = 1'000'000'000;
  if (strategy != Strategy::kMix) options.schedules_max = options.samples = settings.cap;
  const Result result = interleave::explore(program.run, options);
  if (result.verdict == Verdict::kUnknown) {
    std::fprintf(stderr, "%s: %s\n", program.name, result.seen.c_str());
    return {.schedules = settings.cap, .found = false};
  }
  if (result.failure) return {.schedules = result.failure->schedule_number, .found = true};
  return {.schedules = result.schedules, .found = false};
}

std::vector<Find> search_all_seeds(const buggy::Program& program, const Column& column,
                                   const Settings& settings) {
  std::vector<Find> finds;
  const int seeds = column.is_drawn ? settings.seeds : 1;
  for (int seed = 1; seed <= seeds; ++seed) {
    finds.push_back(search(program, column.strategy, static_cast<std::uint64_t>(seed), settings));
  }
  return finds;
}

double mean(const std::vector<Find>& finds) {
  double sum = 0;
  for (const Find& find : finds) sum += static_cast<double>(find.schedules);
  return sum / static_cast<double>(finds.size());
}

// The mean, with a '>' before it if a search gave up.
std::string cell(const std::vector<Find>& finds) {
  const bool all_found =
      std::all_of(finds.begin(), finds.end(), [](const Find& find) { return find.found; });
  const double value = mean(finds);
  char text[32];
  const bool whole = finds.size() == 1 || value >= 100;
  std::snprintf(text, sizeof text, whole ? "%s%.0f" : "%s%.1f", all_found ? "" : ">", value);
  return text;
}

std::vector<Column> columns_wanted(const Settings& settings) {
  std::vector<Column> columns;
  for (const Column& column : kColumns) {
    if (settings.strategy.empty() || settings.strategy == column.title) columns.push_back(column);
  }
  return columns;
}

std::vector<buggy::Program> programs_wanted(const Settings& settings) {
  std::vector<buggy::Program> programs;
  for (const auto& theme : {buggy::accounts(), buggy::orders(), buggy::signals(), buggy::locks(),
                            buggy::lock_free(), buggy::long_runs()}) {
    for (const buggy::Program& program : theme) {
      const auto& wanted = settings.programs;
      const bool is_wanted =
          wanted.empty() || std::find(wanted.begin(), wanted.end(), program.name) != wanted.end();
      if (is_wanted) programs.push_back(program);
    }
  }
  return programs;
}

void print_csv(const buggy::Program& program, const Column& column,
               const std::vector<Find>& finds) {
  for (std::size_t i = 0; i < finds.size(); ++i) {
    std::printf("%s,%s,%zu,%llu,%d\n", program.name, column.title, i + 1,
                static_cast<unsigned long long>(finds[i].schedules), finds[i].found ? 1 : 0);
  }
}

void print_table(const Settings& settings) {
  const std::vector<Column> columns = columns_wanted(settings);
  std::printf("%-24s %7s", "program", "threads");
  for (const Column& column : columns) std::printf(" %11s", column.title);
  std::puts("");
  std::vector<double> logarithms(columns.size(), 0.0);
  const std::vector<buggy::Program> programs = programs_wanted(settings);
  for (const buggy::Program& program : programs) {
    std::printf("%-24s %7d", program.name, program.threads);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::vector<Find> finds = search_all_seeds(program, columns[i], settings);
      logarithms[i] += std::log(mean(finds));
      std::printf(" %11s", cell(finds).c_str());
      std::fflush(stdout);
    }
    std::puts("");
  }
  std::printf("%-24s %7s", "geometric mean", "");
  for (const double sum : logarithms) {
    std::printf(" %11.1f", std::exp(sum / static_cast<double>(programs.size())));
  }
  std::puts("");
}

Settings parse(int count, char** arguments) {
  Settings settings;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    const bool has_value = i + 1 < count;
    if (argument == "--seeds" && has_value) {
      settings.seeds = std::max(1, std::atoi(arguments[++i]));
    } else if (argument == "--cap" && has_value) {
      settings.cap = std::max(1ull, std::strtoull(arguments[++i], nullptr, 10));
    } else if (argument == "--strategy" && has_value) {
      settings.strategy = arguments[++i];
    } else if (argument == "--csv") {
      settings.csv = true;
    } else {
      settings.programs.push_back(argument);
    }
  }
  return settings;
}

}  // namespace

int main(int count, char** arguments) {
  const Settings settings = parse(count, arguments);
  if (!settings.csv) {
    print_table(settings);
    return 0;
  }
  for (const buggy::Program& program : programs_wanted(settings)) {
    for (const Column& column : columns_wanted(settings)) {
      print_csv(program, column, search_all_seeds(program, column, settings));
    }
  }
  return 0;
}
