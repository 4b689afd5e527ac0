// The tests of 1.1 that a model makes: every small program of the calls.
#include <string>
#include <vector>

#include "journal.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

// What a journal is, for one thread.
struct JournalModel {
  std::vector<Entry> all{};

  void record(std::string who, std::string what) { all.push_back({who, what}); }
  std::size_t size() const { return all.size(); }
  std::vector<Entry> entries() const { return all; }
};

std::string in_words(const std::vector<Entry>& entries) {
  std::string text;
  for (const Entry& entry : entries) text += (text.empty() ? "" : ", ") + entry.who + entry.what;
  return "[" + text + "]";
}

class JournalTest : public interleave::ModelTest<Journal, JournalModel> {
 public:
  JournalTest() : ModelTest("Journal journal") {
    call("record(\"anna\", \"{}\")",
         [](auto& journal, int n) { journal.record("anna ", std::to_string(n)); });
    call("size()", [](auto& journal) { return journal.size(); });
    call("entries()", [](auto& journal) { return in_words(journal.entries()); });
    before("record(\"anna\", \"{}\")");
    then("size()");
    then("entries()");
  }
};

TEST(Journal, AloneAnswersAsTheModelDoes) {
  JournalTest test;
  expect_alone(test, 5);
}

TEST(Journal, TwoOrThreeAnswerAsIfInTurn) {
  JournalTest test;
  expect_together(test, {.threads = {{1, 1}, {2, 1}, {1, 1, 1}, {2, 2}}});
}

}  // namespace
}  // namespace under_test
