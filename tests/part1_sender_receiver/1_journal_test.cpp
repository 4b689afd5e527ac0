#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "journal.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

// Who, and what: GoogleTest can print that.
using Lines = std::vector<std::pair<std::string, std::string>>;

// Returns what the journal holds.
Lines lines_in(const Journal& journal) {
  Lines lines;
  for (const Entry& entry : journal.entries()) lines.emplace_back(entry.who, entry.what);
  return lines;
}

Lines lines_of(const std::string& who, const Journal& journal) {
  Lines lines = lines_in(journal);
  std::erase_if(lines, [&who](const auto& line) { return line.first != who; });
  return lines;
}

void record_two(Journal& journal, const std::string& who) {
  journal.record(who, who + " one");
  journal.record(who, who + " two");
}

Lines two_of(const std::string& who) {
  return {{who, who + " one"}, {who, who + " two"}};
}

// ---- Alone: one thread. ----

TEST(Journal, HasNoEntriesAtFirst) {
  EXPLORE {
    const Journal journal;
    EXPECT_EQ(lines_in(journal), Lines());
    EXPECT_EQ(lines_in(journal), Lines()) << "when asked once more";
  };
}

TEST(Journal, KeepsWhatIsRecordedInOrder) {
  EXPLORE {
    Journal journal;
    journal.record("sender", "sends 417");
    journal.record("receiver", "");
    EXPECT_EQ(journal.size(), 2u);
    EXPECT_EQ(lines_in(journal), (Lines{{"sender", "sends 417"}, {"receiver", ""}}));
  };
}

TEST(Journal, KeepsAnyTextAsItIs) {
  EXPLORE {
    Journal journal;
    const Lines expected = {{"a: b", "c: d"}, {"", "two\nlines, \"quoted\""}};
    for (const auto& [who, what] : expected) journal.record(who, what);
    EXPECT_EQ(lines_in(journal), expected);
  };
}

// ---- Together: every interleaving. ----

TEST(Journal, TwoWritersLoseNothing) {
  EXPLORE {
    Journal journal;
    together({"anna", [&] { record_two(journal, "anna"); }},
             {"ben", [&] { record_two(journal, "ben"); }});
    EXPECT_EQ(journal.size(), 4u);
    EXPECT_EQ(lines_of("anna", journal), two_of("anna"));
    EXPECT_EQ(lines_of("ben", journal), two_of("ben"));
  };
}

TEST(Journal, SizeIsRightWhileOthersWrite) {
  EXPLORE {
    Journal journal;
    const auto count = [&] {
      const std::size_t before = journal.size();
      const std::size_t after = journal.size();
      EXPECT_LE(before, after);
      EXPECT_LE(after, 2u);
    };
    together({"writer", [&] { record_two(journal, "writer"); }}, {"reader", count});
  };
}

TEST(Journal, TwoJournalsHaveNothingInCommon) {
  EXPLORE {
    Journal numbers;
    Journal others;
    together({"anna", [&] { numbers.record("anna", "one"); }},
             {"ben", [&] { others.record("ben", "two"); }});
    EXPECT_EQ(lines_in(numbers), (Lines{{"anna", "one"}}));
    EXPECT_EQ(lines_in(others), (Lines{{"ben", "two"}}));
  };
}

TEST(Journal, JournalsInUseAtTheSameTimeDoNotDisturbEachOther) {
  EXPLORE {
    Journal numbers;
    Journal others;
    const auto write_and_read = [](Journal& journal, const std::string& who) {
      journal.record(who, "one");
      EXPECT_EQ(lines_in(journal), (Lines{{who, "one"}}));
    };
    together({"anna", [&] { write_and_read(numbers, "anna"); }},
             {"ben", [&] { write_and_read(others, "ben"); }});
  };
}

// A lock that is not free yet is no reason to give up, however long others hold it.
TEST(Journal, WritersWaitForTheLockAsLongAsItTakes) {
  EXPLORE_WITH(.timeouts_any_time = true) {
    Journal journal;
    const auto write = [&] { journal.record("writer", "one"); };
    together({"anna", write}, {"ben", write});
    EXPECT_EQ(journal.size(), 2u);
  };
}

// Time stands still while any thread can run: it passes only where somebody sleeps.
TEST(Journal, NobodySleeps) {
  EXPLORE {
    const auto start = std::chrono::steady_clock::now();
    Journal journal;
    together({"writer", [&] { journal.record("writer", "one"); }},
             {"reader", [&] { EXPECT_LE(journal.entries().size(), 1u); }});
    EXPECT_TRUE(std::chrono::steady_clock::now() == start) << "somebody slept meanwhile";
  };
}

// ---- Alone again: more than one journal, more than a few entries. ----

TEST(Journal, KnowsNothingOfAnEarlierJournalInItsPlace) {
  EXPLORE {
    std::optional<Journal> journal;
    for (const std::string what : {"one", "two"}) {
      journal.emplace();
      EXPECT_EQ(journal->size(), 0u);
      journal->record("writer", what);
      EXPECT_EQ(lines_in(*journal), (Lines{{"writer", what}}));
    }
  };
}

TEST(Journal, KeepsManyEntriesInOrder) {
  EXPLORE {
    Journal journal;
    Lines expected;
    for (int i = 0; i < 100; ++i) {
      expected.push_back({"counter", std::to_string(i)});
      journal.record("counter", std::to_string(i));
    }
    EXPECT_EQ(journal.size(), expected.size());
    EXPECT_TRUE(lines_in(journal) == expected) << "something is missing or in another place";
  };
}

}  // namespace
}  // namespace under_test
