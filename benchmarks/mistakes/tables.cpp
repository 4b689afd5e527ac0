#include "mistakes/tables.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <string>

#include "text.hpp"

namespace mistakes {

namespace {

using Rows = std::vector<Row>;

constexpr std::array<const char*, kWays.size()> kNames = {"plain runs", "ThreadSanitizer",
                                                          "explorer"};

Rows those(const Rows& rows, const std::function<bool(const Row&)>& wanted) {
  Rows result;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(result), wanted);
  return result;
}

Rows mistakes_of(const Rows& rows) {
  return those(rows, [](const Row& row) { return row.is_mistake(); });
}

Rows of_exercise(const Rows& rows, const std::string& id) {
  return those(rows, [&](const Row& row) { return row.variant.exercise.id == id; });
}

// The exercises that have rows, in order.
std::vector<workbook::Exercise> exercises_of(const Rows& rows) {
  std::vector<workbook::Exercise> exercises;
  for (const Row& row : rows) {
    const workbook::Exercise& own = row.variant.exercise;
    if (exercises.empty() || exercises.back().id != own.id) exercises.push_back(own);
  }
  return exercises;
}

// What one way came to over several mistakes.
struct Sum {
  std::vector<int> runs_until_caught;
  Times times;
};

Sum sum_of(const Rows& rows, Way way) {
  Sum sum;
  for (const Row& row : rows) {
    sum.times.add(row[way].times);
    if (row[way].caught) sum.runs_until_caught.push_back(row[way].runs);
  }
  std::sort(sum.runs_until_caught.begin(), sum.runs_until_caught.end());
  return sum;
}

void print_line(const std::string& name, const Rows& rows) {
  fmt::print("{:<20} {:>8}", name, rows.size());
  for (Way way : kWays) {
    const Sum sum = sum_of(rows, way);
    fmt::print("   {:>6} {:>9.1f} {:>9.1f}", sum.runs_until_caught.size(),
               sum.times.processor_seconds, sum.times.wall_seconds);
  }
  fmt::print("\n");
}

// "1.3 notify_one_with_two_kinds_of_waiter"
std::string name_of(const Row& row) { return row.variant.exercise.id + " " + row.variant.phrase; }

bool missed_on_real_threads(const Row& row) {
  return row.is_mistake() && !row[kPlain].caught && !row[kSanitized].caught;
}

}  // namespace

void print_table(const std::vector<Row>& rows, int runs_max) {
  const Rows mistakes = mistakes_of(rows);
  fmt::print("{:<29}   {:<26}   {:<26}   explorer\n", "",
             fmt::format("up to {} plain runs", runs_max), "the same, ThreadSanitizer");
  fmt::print("{:<20} {:>8}", "", "mistakes");
  for (std::size_t i = 0; i < kWays.size(); ++i) {
    fmt::print("   {:>6} {:>9} {:>9}", "caught", "processor", "wall");
  }
  fmt::print("\n");
  for (const workbook::Exercise& exercise : exercises_of(mistakes)) {
    print_line(exercise.id + " " + exercise.name, of_exercise(mistakes, exercise.id));
  }
  print_line("all", mistakes);
}

void print_runs_needed(const std::vector<Row>& rows, int runs_max) {
  const Rows mistakes = mistakes_of(rows);
  fmt::print("\n{:<20} {:>10} {:>10} {:>10} {:>10} {:>10}\n", "caught in", "run 1", "2 to 10",
             fmt::format("11 to {}", runs_max), "never", "median run");
  for (Way way : kWays) {
    const std::vector<int> runs = sum_of(mistakes, way).runs_until_caught;
    const auto up_to = [&](int most) {
      return std::upper_bound(runs.begin(), runs.end(), most) - runs.begin();
    };
    fmt::print("{:<20} {:>10} {:>10} {:>10} {:>10} {:>10}\n", kNames[way], up_to(1),
               up_to(10) - up_to(1), up_to(runs_max) - up_to(10), mistakes.size() - runs.size(),
               runs.empty() ? 0 : runs[runs.size() / 2]);
  }
}

void print_how(const std::vector<Row>& rows) {
  const Rows mistakes = mistakes_of(rows);
  fmt::print("\n{:<20} {:>10} {:>10} {:>10} {:>10}\n", "caught as", "a check", "a report",
             "a crash", "hangs");
  for (Way way : {kPlain, kSanitized}) {
    fmt::print("{:<20}", kNames[way]);
    for (const char* word : {"check", "report", "crash", "hangs"}) {
      const Rows so = those(mistakes, [&](const Row& row) {
        return row[way].caught && row[way].how.starts_with(word);
      });
      fmt::print(" {:>10}", so.size());
    }
    fmt::print("\n");
  }
  fmt::print("{:<20} a story each\n", kNames[kExplorer]);
}

void print_missed(const std::vector<Row>& rows) {
  const Rows missed = those(rows, missed_on_real_threads);
  fmt::print("\nCaught neither by plain runs nor by ThreadSanitizer: {}{}\n",
             workbook::counted(missed.size(), "mistake"),
             missed.empty() ? "." : ". The explorer says:");
  for (const Row& row : missed) fmt::print("  {:<46} {}\n", name_of(row), row[kExplorer].how);
}

void print_control(const std::vector<Row>& rows, int runs_max) {
  const Rows right = those(rows, [](const Row& row) { return !row.is_mistake(); });
  if (right.empty()) return;
  const auto rejected = [&](Way way) {
    return those(right, [&](const Row& row) { return row[way].caught; });
  };
  fmt::print(
      "\n{}, {} runs each. Rejected: {} by plain runs, {} by ThreadSanitizer, {} by the "
      "explorer.\n",
      workbook::counted(right.size(), "right answer"), runs_max, rejected(kPlain).size(),
      rejected(kSanitized).size(), rejected(kExplorer).size());
  for (Way way : kWays) {
    for (const Row& row : rejected(way)) {
      fmt::print("  {:<46} {}, run {}: {}\n", row.variant.name(), kNames[way], row[way].runs,
                 row[way].how);
    }
  }
}

int print_not_run(const std::vector<Row>& rows) {
  int count = 0;
  for (const Row& row : rows) {
    for (Way way : kWays) {
      if (!row[way].could_not_tell) continue;
      fmt::print(stderr, "{}: {}: {}\n", row.variant.name(), kNames[way], row[way].how);
      ++count;
    }
  }
  return count;
}

void print_csv(const std::vector<Row>& rows) {
  fmt::print("exercise,kind,name");
  for (const char* way : {"plain", "tsan", "explorer"}) {
    fmt::print(",{0} caught,{0} runs,{0} processor s,{0} wall s,{0} how", way);
  }
  fmt::print("\n");
  for (const Row& row : rows) {
    fmt::print("{},{},{}", row.variant.exercise.id, row.is_mistake() ? "mistake" : "right",
               row.variant.phrase.empty() ? "solution" : row.variant.phrase);
    for (Way way : kWays) {
      const Find& find = row[way];
      fmt::print(",{},{},{:.3f},{:.3f},\"{}\"", find.caught ? 1 : 0, find.runs,
                 find.times.processor_seconds, find.times.wall_seconds, find.how);
    }
    fmt::print("\n");
  }
}

}  // namespace mistakes
