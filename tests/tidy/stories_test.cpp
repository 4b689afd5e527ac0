// Every story in the course notes, in the README and in an exercise's page is what the tool prints
// now. With WORKBOOK_UPDATE_STORIES=1 in the environment those that differ are written anew
// instead; the build target update_stories does that.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>

#include "errors.hpp"
#include "gate/variant.hpp"
#include "show.hpp"
#include "test_program.hpp"
#include "text.hpp"
#include "tidy/source_files.hpp"
#include "tidy/story_blocks.hpp"

namespace {

namespace fs = std::filesystem;
using workbook::CannotTell;
using workbook::Variant;

// What the pages must tell of, each at least once.
const std::set<std::string> kVerdictsToTell = {"DEADLOCK",    "LOST WAKE-UP",       "DATA RACE",
                                               "CRASH",       "THREAD LEFT BEHIND", "POLLS",
                                               "WRONG RESULT"};

// Requires that the gate's environment is set.
fs::path build_folder() {
  const char* folder = std::getenv("WORKBOOK_BUILD");
  if (folder == nullptr) throw CannotTell("WORKBOOK_BUILD does not say where the programs are");
  return folder;
}

Variant find_mistake(const std::vector<Variant>& variants, const StoryBlock& block) {
  for (const Variant& variant : variants) {
    const bool wanted = variant.kind == workbook::VariantKind::kMistake &&
                        variant.exercise.id == block.exercise && variant.phrase == block.mistake;
    if (wanted) return variant;
  }
  throw CannotTell("there is no such mistake");
}

// What a check prints about the first test that the mistake fails. Throws CannotTell where there
// is nothing to tell, so that nothing else can get into a page.
std::string story_of(const Variant& mistake) {
  const workbook::TestRun run =
      workbook::run_tests(build_folder() / mistake.target, {.fail_fast = true});
  const workbook::TestReport* test = workbook::first_not_passed(run);
  if (test == nullptr) throw CannotTell("the tests do not reject it");
  return workbook::trimmed(workbook::tell_story(*test));
}

std::string verdict_told(const std::string& story) {
  static const std::regex title(R"(\w+\.\w+: ([A-Z -]*[A-Z]))");
  std::smatch verdict;
  return std::regex_search(story, verdict, title) ? verdict[1].str() : "";
}

void write_page(const SourceFile& page) {
  std::ofstream out(workbook_root() / page.path);
  for (const std::string& line : page.lines) out << line << "\n";
}

// Compares the blocks of one page, or writes them anew. Returns the verdicts that they tell of.
std::set<std::string> check_page(const fs::path& path, const std::vector<Variant>& variants,
                                 bool update) {
  SourceFile page{path, workbook::lines_of(workbook::read_file(workbook_root() / path))};
  StoryBlocks found = find_story_blocks(page);
  for (const std::string& complaint : found.complaints) ADD_FAILURE() << complaint;
  std::set<std::string> verdicts;
  // From the bottom up: a block that is replaced moves only what is below it.
  for (auto block = found.blocks.rbegin(); block != found.blocks.rend(); ++block) {
    const std::string name = page.at(block->marker) + ": " + block->exercise + " " + block->mistake;
    try {
      const std::string now = story_of(find_mistake(variants, *block));
      verdicts.insert(verdict_told(now));
      if (without_times(block->text) == without_times(now)) continue;
      if (update) {
        replace_story(page, *block, now);
      } else {
        ADD_FAILURE() << name << ": the tool prints now:\n\n"
                      << now << "\n\nTo take it: cmake --build build/all --target update_stories";
      }
    } catch (const CannotTell& error) {
      ADD_FAILURE() << name << ": " << error.what();
    }
  }
  if (update) write_page(page);
  return verdicts;
}

TEST(Stories, AreWhatTheToolPrintsNow) {
#ifdef __clang__
  GTEST_SKIP() << "g++ and clang see the accesses of one statement in another order";
#endif
  const bool update = std::getenv("WORKBOOK_UPDATE_STORIES") != nullptr;
  const workbook::Workbook book = workbook::load_workbook(workbook_root());
  const std::vector<Variant> variants = workbook::all_variants(book);
  std::set<std::string> told = check_page("README.md", variants, update);
  told.merge(check_page("notes.md", variants, update));
  for (const workbook::Exercise& exercise : book.exercises()) {
    told.merge(check_page(exercise.folder() / "README.md", variants, update));
  }
  for (const std::string& verdict : kVerdictsToTell) {
    EXPECT_TRUE(told.contains(verdict)) << "no page tells a story of: " << verdict;
  }
}

}  // namespace
