// Every story in the course notes and in the README is what the tool prints now. A story stands in
// a fenced block below a line that says which mistake tells it:
//
//   <!-- story: 1.2 if_for_while -->
//
// With WORKBOOK_UPDATE_STORIES=1 in the environment the blocks are written anew instead.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>

#include "gate/variant.hpp"
#include "show.hpp"
#include "test_program.hpp"
#include "text.hpp"
#include "tidy/source_files.hpp"

namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

const workbook::Variant* find_mistake(const std::vector<workbook::Variant>& variants,
                                      const std::string& id, const std::string& phrase) {
  for (const workbook::Variant& variant : variants) {
    const bool wanted = variant.kind == workbook::VariantKind::kMistake &&
                        variant.exercise.id == id && variant.phrase == phrase;
    if (wanted) return &variant;
  }
  return nullptr;
}

// What a check prints about the first test that the mistake fails.
std::string story_of(const workbook::Variant& mistake) {
  const char* build = std::getenv("WORKBOOK_BUILD");
  const fs::path folder = build == nullptr ? "." : build;
  const workbook::TestRun run = workbook::run_tests(folder / mistake.target, {.fail_fast = true});
  const workbook::TestReport* test = workbook::first_not_passed(run);
  return test == nullptr ? "it passes" : workbook::trimmed(workbook::tell_story(*test));
}

// The time it took differs from run to run.
std::string without_times(const std::string& story) {
  return std::regex_replace(story, std::regex(R"(found in \d+ ms)"), "found in N ms");
}

std::string joined(Lines::const_iterator begin, Lines::const_iterator end) {
  std::string text;
  for (; begin != end; ++begin) text += *begin + "\n";
  return workbook::trimmed(text);
}

// Compares the blocks of one page, or writes them anew. Returns the verdicts that they tell of.
std::set<std::string> check_page(const fs::path& page, bool update) {
  static const std::regex marker(R"(<!-- story: (\S+) (\S+) -->)");
  const std::vector<workbook::Variant> variants =
      workbook::all_variants(workbook::load_workbook(workbook_root()));
  Lines lines = workbook::lines_of(workbook::read_file(workbook_root() / page));
  std::set<std::string> verdicts;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    std::smatch match;
    if (!std::regex_match(lines[i], match, marker)) continue;
    const workbook::Variant* mistake = find_mistake(variants, match[1], match[2]);
    const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(i) + 2;
    const auto end = std::find(begin, lines.end(), "```");
    if (mistake == nullptr || lines[i + 1].rfind("```", 0) != 0 || end == lines.end()) {
      ADD_FAILURE() << page << ":" << i + 1 << ": there is no such mistake, or no block below";
      continue;
    }
    const std::string now = story_of(*mistake);
    std::smatch verdict;
    if (std::regex_search(now, verdict, std::regex(R"(: ([A-Z -]*[A-Z]))"))) {
      verdicts.insert(verdict[1]);
    }
    if (without_times(joined(begin, end)) == without_times(now)) continue;
    if (!update) {
      ADD_FAILURE() << page << ":" << i + 1 << ": the tool prints now:\n" << now;
      continue;
    }
    const auto rest = lines.erase(begin, end);
    const Lines fresh = workbook::lines_of(now);
    lines.insert(rest, fresh.begin(), fresh.end());
  }
  if (update) {
    std::ofstream out(workbook_root() / page);
    for (const std::string& line : lines) out << line << "\n";
  }
  return verdicts;
}

TEST(Stories, AreWhatTheToolPrintsNow) {
#ifdef __clang__
  GTEST_SKIP() << "g++ and clang see the accesses of one statement in another order";
#endif
  const bool update = std::getenv("WORKBOOK_UPDATE_STORIES") != nullptr;
  std::set<std::string> verdicts = check_page("README.md", update);
  verdicts.merge(check_page("notes.md", update));
  for (const char* verdict : {"DEADLOCK", "LOST WAKE-UP", "DATA RACE", "WRONG RESULT", "POLLS",
                              "CRASH", "THREAD LEFT BEHIND"}) {
    EXPECT_EQ(verdicts.count(verdict), 1u) << "no page tells a story of: " << verdict;
  }
}

}  // namespace
