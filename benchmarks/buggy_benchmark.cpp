// How many schedules each strategy needs until it meets the mistake of each program in buggy/: the
// mean over so many seeds for those that draw, one number for those that search. Below the table
// stands what is asked of the default mix.
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
    {"default mix", Strategy::kMix, true},
};

// What is asked of the default mix: on the geometric mean no more than so many times the schedules
// of SURW, and for each program no more than so many, or so many times the best sampler's mean.
constexpr double kRatioToSurwMax = 1.2;
constexpr double kSchedulesAlwaysAllowed = 20;
constexpr double kRatioToBestMax = 3.5;

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
                            buggy::lock_free(), buggy::long_runs(), buggy::crowds()}) {
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

// The means of one program, by column.
struct Row {
  const char* program;
  std::vector<double> means;
};

Row print_row(const buggy::Program& program, const std::vector<Column>& columns,
              const Settings& settings) {
  Row row{program.name, {}};
  std::printf("%-24s %7d", program.name, program.threads);
  for (const Column& column : columns) {
    const std::vector<Find> finds = search_all_seeds(program, column, settings);
    row.means.push_back(mean(finds));
    std::printf(" %11s", cell(finds).c_str());
    std::fflush(stdout);
  }
  std::puts("");
  return row;
}

double geometric_mean(const std::vector<Row>& rows, std::size_t column) {
  double logarithms = 0;
  for (const Row& row : rows) logarithms += std::log(row.means[column]);
  return std::exp(logarithms / static_cast<double>(rows.size()));
}

// The last column is the mix.
double best_sampler(const Row& row, const std::vector<Column>& columns) {
  double best = row.means.back();
  bool is_first = true;
  for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
    if (!columns[i].is_drawn) continue;
    best = is_first ? row.means[i] : std::min(best, row.means[i]);
    is_first = false;
  }
  return best;
}

// How the default mix does beside its own samplers.
void print_criteria(const std::vector<Row>& rows, const std::vector<Column>& columns) {
  const auto surw = std::find_if(columns.begin(), columns.end(), [](const Column& column) {
    return column.strategy == Strategy::kSurw;
  });
  const double ratio = geometric_mean(rows, columns.size() - 1) /
                       geometric_mean(rows, static_cast<std::size_t>(surw - columns.begin()));
  const Row* worst = nullptr;
  double worst_share = 0;
  double worst_ratio = 0;
  for (const Row& row : rows) {
    const double best = best_sampler(row, columns);
    const double allowed = std::max(kSchedulesAlwaysAllowed, kRatioToBestMax * best);
    if (row.means.back() / allowed <= worst_share) continue;
    worst = &row;
    worst_share = row.means.back() / allowed;
    worst_ratio = row.means.back() / best;
  }
  std::printf("\ndefault mix, geometric mean to SURW's: %.2f (allowed: %.1f)\n", ratio,
              kRatioToSurwMax);
  std::printf(
      "default mix, nearest to what is allowed: %s, %.1f schedules, %.1f times its best "
      "sampler's mean (allowed: %.1f times, or %.0f schedules)\n",
      worst->program, worst->means.back(), worst_ratio, kRatioToBestMax, kSchedulesAlwaysAllowed);
}

void print_table(const Settings& settings) {
  const std::vector<Column> columns = columns_wanted(settings);
  std::printf("%-24s %7s", "program", "threads");
  for (const Column& column : columns) std::printf(" %11s", column.title);
  std::puts("");
  std::vector<Row> rows;
  for (const buggy::Program& program : programs_wanted(settings)) {
    rows.push_back(print_row(program, columns, settings));
  }
  if (rows.empty()) return;
  std::printf("%-24s %7s", "geometric mean", "");
  for (std::size_t i = 0; i < columns.size(); ++i) std::printf(" %11.1f", geometric_mean(rows, i));
  std::puts("");
  if (columns.size() == kColumns.size()) print_criteria(rows, columns);
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
