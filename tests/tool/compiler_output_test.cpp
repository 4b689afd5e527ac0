#include "compiler_output.hpp"

#include <gtest/gtest.h>

namespace workbook {
namespace {

constexpr const char* kHeader = "part1_sender_receiver/1_journal/journal.hpp";

TEST(CompilerOutput, TheStudentsErrorComesBeforeOthers) {
  const auto error = first_error(
      "/x/tests/1_journal_test.cpp:9:3: error: not this one\n"
      "/x/part1_sender_receiver/1_journal/journal.hpp:12:5: error: expected ';'\n"
      "   12 |   int x\n"
      "      |        ^\n"
      "/x/part1_sender_receiver/1_journal/journal.hpp:14:5: error: a later one\n",
      kHeader);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->line, 12);
  EXPECT_EQ(error->message, "expected ';'");
  EXPECT_EQ(error->excerpt, "   12 |   int x\n      |        ^\n");
}

TEST(CompilerOutput, AnErrorInTheLibrarySaysWhichLineLedToIt) {
  const auto error = first_error(
      "In file included from /x/tests/1_journal_test.cpp:3:\n"
      "/x/part1_sender_receiver/1_journal/journal.hpp:20:7:   required from here\n"
      "/usr/include/c++/12/bits/stl_vector.h:9:3: error: no match\n",
      kHeader);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->line, 9);
  EXPECT_EQ(error->line_in_header, 20);
}

TEST(CompilerOutput, NothingIsNoError) {
  EXPECT_FALSE(first_error("", kHeader));
  EXPECT_FALSE(first_error("a.cpp:1:2: warning: unused\n", kHeader));
}

TEST(CompilerOutput, WarningsCountInTheStudentsFileOnly) {
  EXPECT_FALSE(first_warning("/x/other.hpp:1:2: warning: unused\n", kHeader));
  const auto warning = first_warning(
      "/x/part1_sender_receiver/1_journal/journal.hpp:7:2: warning: unused [-Wunused]\n", kHeader);
  ASSERT_TRUE(warning);
  EXPECT_EQ(warning->line, 7);
}

}  // namespace
}  // namespace workbook
