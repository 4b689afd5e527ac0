#include <atomic>
#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "handoff.hpp"
#include "items.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

template <typename... Values>
void put_all(Handoff<int>& handoff, Values... values) {
  (handoff.put(values), ...);
}

std::vector<int> take_many(Handoff<int>& handoff, std::size_t count) {
  std::vector<int> values;
  while (values.size() < count) values.push_back(handoff.take());
  return values;
}

// ---- Alone: one thread. ----

TEST(Handoff, GivesWhatWasPut) {
  EXPLORE {
    Handoff<int> handoff;
    handoff.put(417);
    EXPECT_EQ(handoff.take(), 417);
  };
}

TEST(Handoff, CarriesValuesThatCanOnlyBeMoved) {
  EXPLORE {
    Handoff<std::unique_ptr<int>> handoff;
    handoff.put(std::make_unique<int>(7));
    EXPECT_EQ(*handoff.take(), 7);
  };
}

TEST(Handoff, CarriesValuesWithoutADefaultConstructor) {
  EXPLORE {
    Handoff<Parcel> handoff;
    handoff.put(Parcel("a book"));
    EXPECT_EQ(handoff.take().content, "a book");
  };
}

TEST(Handoff, MovesAValueAndNeverCopiesIt) {
  EXPLORE {
    Handoff<Traveller> handoff;
    handoff.put(Traveller(7));
    const Traveller value = handoff.take();
    EXPECT_EQ(value.number, 7);
    EXPECT_EQ(value.copies, 0);
  };
}

TEST(Handoff, EmptyPointerIsAValue) {
  EXPLORE {
    Handoff<std::unique_ptr<int>> handoff;
    handoff.put(nullptr);
    EXPECT_EQ(handoff.take(), nullptr);
  };
}

// ---- Together: every interleaving. ----

TEST(Handoff, OneValueArrives) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Handoff<int> handoff;
    together({"putter", [&] { handoff.put(7); }}, {"taker", [&] { EXPECT_EQ(handoff.take(), 7); }});
  };
}

TEST(Handoff, TakerWaitsWhileTheSlotIsEmpty) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Handoff<int> handoff;
    std::atomic<bool> sent = false;
    const auto take = [&] {
      EXPECT_EQ(handoff.take(), 7);
      EXPECT_TRUE(sent);
    };
    const auto put = [&] {
      until_others_wait();
      sent = true;
      handoff.put(7);
    };
    together({"taker", take}, {"putter", put});
  };
}

TEST(Handoff, OneValueIsTakenOnce) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Handoff<int> handoff;
    std::atomic<int> taken = 0;
    const auto take = [&] {
      handoff.take();
      ++taken;
    };
    const auto put = [&] {
      handoff.put(1);
      until_others_wait();
      EXPECT_EQ(taken, 1);
      handoff.put(2);
    };
    together({"first taker", take}, {"second taker", take}, {"putter", put});
  };
}

TEST(Handoff, PutterWaitsWhileTheSlotIsFull) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Handoff<int> handoff;
    handoff.put(1);
    std::atomic<bool> second_is_in = false;
    const auto put = [&] {
      handoff.put(2);
      second_is_in = true;
    };
    const auto take = [&] {
      until_others_wait();
      EXPECT_FALSE(second_is_in);
      EXPECT_EQ(handoff.take(), 1);
    };
    together({"putter", put}, {"taker", take});
    EXPECT_EQ(handoff.take(), 2);
  };
}

TEST(Handoff, EveryNumberFillsTheSlot) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Handoff<int> handoff;
    const std::vector<int> numbers = {0, -1, 1000, std::numeric_limits<int>::min(),
                                      std::numeric_limits<int>::max()};
    const int number = numbers[choose(numbers.size())];
    const auto take = [&] {
      until_others_wait();
      EXPECT_EQ(handoff.take(), number);
      EXPECT_EQ(handoff.take(), 417);
    };
    together({"putter", [&] { put_all(handoff, number, 417); }}, {"taker", take});
  };
}

TEST(Handoff, TakerThatWakesWithoutReasonWaitsOn) {
  EXPLORE_WITH(.spurious_wakeups_max = 1) {
    Handoff<int> handoff;
    together({"taker", [&] { EXPECT_EQ(handoff.take(), 7); }}, {"putter", [&] { handoff.put(7); }});
  };
}

TEST(Handoff, PutterThatWakesWithoutReasonWaitsOn) {
  EXPLORE_WITH(.spurious_wakeups_max = 1) {
    Handoff<int> handoff;
    handoff.put(1);
    std::atomic<bool> second_is_in = false;
    const auto put = [&] {
      handoff.put(2);
      second_is_in = true;
    };
    const auto take = [&] {
      until_others_wait();
      EXPECT_FALSE(second_is_in);
      EXPECT_EQ(handoff.take(), 1);
    };
    together({"putter", put}, {"taker", take});
    EXPECT_EQ(handoff.take(), 2);
  };
}

TEST(Handoff, TwoSlotsHaveNothingInCommon) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Handoff<int> numbers;
    Handoff<int> others;
    const auto put = [&] {
      until_others_wait();
      numbers.put(1);
      until_others_wait();
      others.put(2);
    };
    together({"taker of numbers", [&] { EXPECT_EQ(numbers.take(), 1); }},
             {"taker of others", [&] { EXPECT_EQ(others.take(), 2); }}, {"putter", put});
  };
}

TEST(Handoff, ValueThatCanOnlyBeMovedSurvivesTheWait) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Handoff<std::unique_ptr<int>> handoff;
    handoff.put(std::make_unique<int>(1));
    const auto take = [&] {
      until_others_wait();
      for (int expected : {1, 2}) {
        const std::unique_ptr<int> value = handoff.take();
        EXPECT_TRUE(value != nullptr && *value == expected);
      }
    };
    together({"putter", [&] { handoff.put(std::make_unique<int>(2)); }}, {"taker", take});
  };
}

TEST(Handoff, TakerThatWakesAgainAndAgainWithoutReasonWaitsOn) {
  EXPLORE_WITH(.spurious_wakeups_max = 4) {
    Handoff<int> handoff;
    const auto put = [&] {
      until_others_wait();
      handoff.put(7);
    };
    together({"taker", [&] { EXPECT_EQ(handoff.take(), 7); }}, {"putter", put});
  };
}

TEST(Handoff, PutterThatWakesAgainAndAgainWithoutReasonWaitsOn) {
  EXPLORE_WITH(.spurious_wakeups_max = 4) {
    Handoff<int> handoff;
    handoff.put(1);
    const auto take = [&] {
      until_others_wait();
      EXPECT_EQ(take_many(handoff, 2), (std::vector{1, 2}));
    };
    together({"putter", [&] { handoff.put(2); }}, {"taker", take});
  };
}

// A lock that is not free yet is no reason to go on without it, however long others hold it.
TEST(Handoff, BothSidesWaitForTheLockAsLongAsItTakes) {
  EXPLORE_WITH(.timeouts_any_time = true) {
    Handoff<int> handoff;
    together({"putter", [&] { handoff.put(7); }}, {"taker", [&] { EXPECT_EQ(handoff.take(), 7); }});
  };
}

}  // namespace
}  // namespace under_test
