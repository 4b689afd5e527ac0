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

TEST(CompilerOutput, AMissingReturnComesFirst) {
  const auto error = first_error(
      "/x/part1_sender_receiver/1_journal/journal.hpp:12:5: error: use of deleted function\n"
      "/x/part1_sender_receiver/1_journal/journal.hpp:34:3: error: no return statement in function "
      "returning non-void [-Werror=return-type]\n",
      kHeader);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->line, 34);
  EXPECT_NE(reason_for(*error), "");
}

std::string reason_for_message(const std::string& message) {
  return reason_for(Diagnostic{"", 0, message, ""});
}

TEST(CompilerOutput, SaysWhatWasNotPromised) {
  const std::string reason =
      reason_for_message("no matching function for call to ‘{anonymous}::Parcel::Parcel()’");
  EXPECT_NE(reason.find("No default constructor is promised"), std::string::npos);
  EXPECT_EQ(reason,
            reason_for_message("no matching function for call to ‘Traveller::Traveller()’"));
  EXPECT_EQ(reason_for_message("no matching function for call to ‘Parcel::open()’"), "");
  EXPECT_NE(reason_for_message("use of deleted function ‘std::unique_ptr<_Tp, "
                               "_Dp>::unique_ptr(const std::unique_ptr<_Tp, _Dp>&) [with _Tp = "
                               "int]’")
                .find("std::move()"),
            std::string::npos);
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
