// What catches the mistakes of Part 1: plain repetitions on real threads, repetitions with
// ThreadSanitizer, or the explorer.
//
//   mistakes_benchmark [--runs 100] [--jobs 2] [--tests FOLDER] [--no-control] [--csv] [name ...]
//
// A name is part of a variant's, such as "1.3" or "if_for_while".
#include <fmt/core.h>
#include <sys/personality.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "errors.hpp"
#include "gate/variant.hpp"
#include "mistakes/column.hpp"
#include "mistakes/tables.hpp"
#include "workbook.hpp"

namespace {

namespace fs = std::filesystem;
using mistakes::Row;
using workbook::Variant;
using workbook::VariantKind;

struct Settings {
  int runs = 100;
  int jobs = 2;                           // Programs that run at the same time.
  std::string tests = MISTAKES_PROGRAMS;  // Where the explorer's test programs are.
  bool no_control = false;
  bool csv = false;
  std::vector<std::string> names;
};

bool is_wanted(const Variant& variant, const Settings& settings) {
  if (variant.kind == VariantKind::kStub) return false;
  if (variant.kind != VariantKind::kMistake && settings.no_control) return false;
  if (settings.names.empty()) return true;
  return std::any_of(settings.names.begin(), settings.names.end(), [&](const std::string& name) {
    return variant.name().find(name) != std::string::npos;
  });
}

// Returns whether there is an ordinary program for the exercise, 3_bounded_queue.cpp or such.
bool has_program(const workbook::Exercise& exercise) {
  return fs::exists(fs::path(MISTAKES_ROOT) / "benchmarks" / "mistakes" /
                    (exercise.folder_name() + ".cpp"));
}

std::vector<Variant> wanted_variants(const Settings& settings) {
  const workbook::Workbook workbook = workbook::load_workbook(MISTAKES_ROOT);
  for (const workbook::Exercise& exercise : workbook.exercises()) {
    if (has_program(exercise)) continue;
    fmt::print(stderr, "{} {} is left out: it has no program\n", exercise.id, exercise.name);
  }
  std::vector<Variant> wanted;
  for (const Variant& variant : workbook::all_variants(workbook)) {
    if (has_program(variant.exercise) && is_wanted(variant, settings)) wanted.push_back(variant);
  }
  return wanted;
}

std::vector<Row> look_for_all(const std::vector<Variant>& variants, const Settings& settings) {
  const mistakes::Search search(MISTAKES_ROOT, MISTAKES_PROGRAMS, settings.tests, settings.runs);
  std::vector<Row> rows(variants.size());
  const bool is_watched = isatty(STDERR_FILENO) != 0;
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i; (i = next++) < variants.size();) {
      rows[i] = search.row(variants[i]);
      if (is_watched) fmt::print(stderr, "\r{} of {} ", i + 1, variants.size());
    }
  };
  {
    std::vector<std::jthread> workers;
    for (int n = 0; n < settings.jobs; ++n) workers.emplace_back(work);
  }
  if (is_watched) fmt::print(stderr, "\r");
  return rows;
}

int print(const std::vector<Row>& rows, const Settings& settings) {
  if (settings.csv) {
    mistakes::print_csv(rows);
  } else {
    mistakes::print_table(rows, settings.runs);
    mistakes::print_runs_needed(rows, settings.runs);
    mistakes::print_how(rows);
    mistakes::print_missed(rows);
    mistakes::print_control(rows, settings.runs);
  }
  return mistakes::print_not_run(rows) == 0 ? workbook::kPassed : workbook::kCouldNotTell;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("What catches the mistakes of the exercises");
  Settings settings;
  app.add_option("--runs", settings.runs, "repetitions at most");
  app.add_option("--jobs", settings.jobs, "programs at the same time");
  app.add_option("--tests", settings.tests, "folder of the test programs, such as build/all");
  app.add_flag("--no-control", settings.no_control, "leave the right answers out");
  app.add_flag("--csv", settings.csv, "a line for each variant");
  app.add_option("names", settings.names, "parts of names, such as 1.3 or if_for_while");
  CLI11_PARSE(app, argc, argv);
  // The runtime of an older ThreadSanitizer does not start where addresses are more random than it
  // expects. What is started from here inherits this.
  personality(ADDR_NO_RANDOMIZE);
  try {
    return print(look_for_all(wanted_variants(settings), settings), settings);
  } catch (const workbook::CannotTell& error) {
    fmt::print(stderr, "{}\n", error.what());
    return workbook::kCouldNotTell;
  }
}
