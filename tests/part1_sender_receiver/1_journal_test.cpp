#include <cstddef>
#include <string>
#include <vector>

#include "journal.hpp"
#include "workbook_test.hpp"

namespace {

std::vector<Entry> entries_of(const std::string& who, const std::vector<Entry>& entries) {
  std::vector<Entry> result;
  for (const Entry& entry : entries) {
    if (entry.who == who) result.push_back(entry);
  }
  return result;
}

void record_two(Journal& journal, const std::string& who) {
  journal.record(who, who + " one");
  journal.record(who, who + " two");
}

std::vector<Entry> two_of(const std::string& who) {
  return {{who, who + " one"}, {who, who + " two"}};
}

// ---- Alone: one thread. ----

TEST(Journal, SizeIsZeroAtFirst) {
  EXPLORE {
    const Journal journal;
    EXPECT_EQ(journal.size(), 0u);
  };
}

TEST(Journal, HasNoEntriesAtFirst) {
  EXPLORE {
    const Journal journal;
    EXPECT_EQ(journal.entries(), std::vector<Entry>());
    EXPECT_EQ(journal.entries(), std::vector<Entry>()) << "when asked once more";
  };
}

TEST(Journal, KeepsWhatIsRecordedInOrder) {
  EXPLORE {
    Journal journal;
    journal.record("sender", "sends 417");
    journal.record("receiver", "");
    EXPECT_EQ(journal.size(), 2u);
    EXPECT_EQ(journal.entries(), (std::vector<Entry>{{"sender", "sends 417"}, {"receiver", ""}}));
  };
}

TEST(Journal, RecordsEqualEntriesEachTime) {
  EXPLORE {
    Journal journal;
    for (int i = 0; i < 2; ++i) journal.record("sender", "waits");
    EXPECT_EQ(journal.entries(), (std::vector<Entry>(2, {"sender", "waits"})));
  };
}

// ---- Together: every interleaving. ----

TEST(Journal, TwoWritersLoseNothing) {
  EXPLORE {
    Journal journal;
    together({"anna", [&] { record_two(journal, "anna"); }},
             {"ben", [&] { record_two(journal, "ben"); }});
    EXPECT_EQ(journal.size(), 4u);
    EXPECT_EQ(entries_of("anna", journal.entries()), two_of("anna"));
    EXPECT_EQ(entries_of("ben", journal.entries()), two_of("ben"));
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

TEST(Journal, EntriesAreCompleteWhileOthersWrite) {
  EXPLORE {
    Journal journal;
    const auto read = [&] {
      std::vector<Entry> expected = two_of("writer");
      const std::vector<Entry> seen = journal.entries();
      ASSERT_LE(seen.size(), expected.size());
      expected.resize(seen.size());
      EXPECT_EQ(seen, expected);
    };
    together({"writer", [&] { record_two(journal, "writer"); }}, {"reader", read});
  };
}

TEST(Journal, EntriesAreAsManyAsSizeSaid) {
  EXPLORE {
    Journal journal;
    const auto read = [&] {
      const std::size_t size = journal.size();
      EXPECT_GE(journal.entries().size(), size);
    };
    together({"writer", [&] { journal.record("writer", "one"); }}, {"reader", read});
  };
}

TEST(Journal, SizeIsAsMuchAsEntriesShowed) {
  EXPLORE {
    Journal journal;
    const auto read = [&] {
      const std::size_t shown = journal.entries().size();
      EXPECT_GE(journal.size(), shown);
    };
    together({"writer", [&] { journal.record("writer", "one"); }}, {"reader", read});
  };
}

TEST(Journal, TwoReadersAndAWriterAllEnd) {
  EXPLORE {
    Journal journal;
    together({"writer", [&] { journal.record("writer", "one"); }},
             {"counting reader", [&] { EXPECT_LE(journal.size(), 1u); }},
             {"copying reader", [&] { EXPECT_LE(journal.entries().size(), 1u); }});
    EXPECT_EQ(journal.entries(), (std::vector<Entry>{{"writer", "one"}}));
  };
}

TEST(Journal, TwoJournalsHaveNothingInCommon) {
  EXPLORE {
    Journal numbers;
    Journal others;
    together({"anna", [&] { numbers.record("anna", "one"); }},
             {"ben", [&] { others.record("ben", "two"); }});
    EXPECT_EQ(numbers.entries(), (std::vector<Entry>{{"anna", "one"}}));
    EXPECT_EQ(others.entries(), (std::vector<Entry>{{"ben", "two"}}));
  };
}

}  // namespace
