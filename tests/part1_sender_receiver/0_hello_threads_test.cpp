#include <set>
#include <sstream>
#include <string>

#include "hello_threads.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

std::multiset<std::string> lines(const std::string& text) {
  std::istringstream input(text);
  std::multiset<std::string> result;
  for (std::string line; std::getline(input, line);) result.insert(line);
  return result;
}

const std::multiset<std::string> kBothGreetings = {"hello from the first thread",
                                                   "hello from the second thread"};

TEST(HelloThreads, LeavesNoThreadBehind) {
  EXPLORE { greet_from_two_threads(); };
}

TEST(HelloThreads, ReturnsBothGreetings) {
  EXPLORE { EXPECT_EQ(lines(greet_from_two_threads()), kBothGreetings); };
}

TEST(HelloThreads, TwoCallersDoNotDisturbEachOther) {
  EXPLORE {
    const auto call = [] { EXPECT_EQ(lines(greet_from_two_threads()), kBothGreetings); };
    together({"first caller", call}, {"second caller", call});
  };
}

}  // namespace
}  // namespace under_test
