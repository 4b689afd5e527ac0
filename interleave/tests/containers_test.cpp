// Maps and lists of the standard library work on their nodes inside of it, where no hook of the
// compiler is: what they do there is known all the same.
#include <gtest/gtest.h>

#include <iterator>
#include <list>
#include <map>
#include <mutex>
#include <set>

#include "failing.hpp"
#include "interleave/gtest.hpp"

namespace {

using failing::failure_of;
using interleave::FailureKind;
using interleave::together;

TEST(Containers, AMapThatIsChangedWhileAnotherLooksIntoIt) {
  const auto look_up = [] {
    std::map<int, int> squares{{1, 1}};
    together({"writer", [&] { squares.emplace(2, 4); }},
             {"reader", [&] { interleave::check(squares.find(1)->second == 1, "1 is 1"); }});
  };
  EXPECT_EQ(failure_of(look_up).kind, FailureKind::kDataRace);
  const auto go_through = [] {
    std::map<int, int> squares{{1, 1}, {2, 4}};
    together({"writer", [&] { squares.erase(2); }},
             {"reader", [&] { interleave::check(squares.begin()->second == 1, "1 is 1"); }});
  };
  EXPECT_EQ(failure_of(go_through).kind, FailureKind::kDataRace);
}

TEST(Containers, AListThatIsChangedWhileAnotherLooksIntoIt) {
  const auto add = [] {
    std::list<int> numbers{1};
    together({"writer", [&] { numbers.push_back(2); }},
             {"reader", [&] { interleave::check(numbers.front() == 1, "1 comes first"); }});
  };
  EXPECT_EQ(failure_of(add).kind, FailureKind::kDataRace);
  const auto remove = [] {
    std::list<int> numbers{1, 2, 3};
    together({"writer", [&] { numbers.pop_front(); }},
             {"reader", [&] { interleave::check(numbers.front() > 0, "a number is first"); }});
  };
  EXPECT_EQ(failure_of(remove).kind, FailureKind::kDataRace);
}

TEST(Containers, WhatALockGuardsIsNoRace) {
  EXPLORE {
    std::mutex mutex;
    std::map<int, int> squares;
    std::list<int> numbers;
    std::list<int> others{7};
    const auto work = [&](int number) {
      std::lock_guard lock(mutex);
      squares[number] = number * number;
      numbers.push_back(number);
      numbers.splice(numbers.begin(), others);
      for (const auto& [key, square] : squares) EXPECT_EQ(square, key * key);
      squares.erase(number);
    };
    together({"anna", [&] { work(2); }}, {"ben", [&] { work(3); }});
    EXPECT_EQ(numbers.size(), 3u);
  };
}

TEST(Containers, TwoMayReadAtOnce) {
  EXPLORE {
    const std::map<int, int> squares{{1, 1}, {2, 4}, {3, 9}};
    const std::list<int> numbers{1, 2, 3};
    const auto read = [&] {
      for (const int number : numbers) EXPECT_EQ(squares.at(number), number * number);
      EXPECT_EQ(std::prev(squares.end())->second, 9);
    };
    together({"anna", read}, {"ben", read});
  };
}

std::set<int> seen;
std::list<int> history;

TEST(Containers, GlobalOnesAreFreshInEverySchedule) {
  EXPLORE {
    EXPECT_TRUE(seen.empty() && seen.begin() == seen.end());
    EXPECT_TRUE(history.empty() && history.begin() == history.end());
    std::mutex mutex;
    const auto add = [&mutex](int number) {
      std::lock_guard lock(mutex);
      seen.insert(number);
      history.push_back(number);
    };
    together({"anna", [&] { add(1); }}, {"ben", [&] { add(2); }});
    EXPECT_EQ(seen, (std::set{1, 2}));
    EXPECT_EQ(history.size(), 2u);
  };
}

}  // namespace
