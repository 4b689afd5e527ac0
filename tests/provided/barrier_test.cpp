// The barrier that exercises stand on. The tests of 2.3 try their own; these are the short form.
#include "provided/barrier.hpp"

#include <array>
#include <atomic>
#include <stdexcept>

#include "workbook_test.hpp"

namespace under_test {
namespace {

TEST(ProvidedBarrier, RefusesToHaveNoParties) {
  EXPLORE {
    EXPECT_TRUE(throws<std::invalid_argument>([] { Barrier barrier(0); }));
  };
}

TEST(ProvidedBarrier, EachSeesInEachRoundWhatAllWrote) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Barrier barrier(3);
    std::array<std::array<int, 3>, 2> written{};
    const auto meet = [&](std::size_t me) {
      for (std::size_t round = 0; round < 2; ++round) {
        written[round][me] = 1;
        barrier.arrive_and_wait();
        EXPECT_EQ(written[round], (std::array{1, 1, 1})) << "in round " << round;
      }
    };
    together({"anna", [&] { meet(0); }}, {"ben", [&] { meet(1); }}, {"carl", [&] { meet(2); }});
  };
}

TEST(ProvidedBarrier, OneThatDropsIsExpectedInThisRoundAndInNoLaterOne) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Barrier barrier(3);
    std::atomic<bool> drops = false;
    const auto stay = [&] {
      barrier.arrive_and_wait();
      EXPECT_TRUE(drops);
      barrier.arrive_and_wait();
    };
    const auto leave = [&] {
      drops = true;
      barrier.arrive_and_drop();
    };
    together({"anna", stay}, {"ben", stay}, {"carl leaves", leave});
  };
}

TEST(ProvidedBarrier, WhoWakesWithoutReasonWaitsOn) {
  EXPLORE_WITH(.spurious_wakeups_max = 2) {
    Barrier barrier(2);
    std::atomic<bool> arrives = false;
    const auto early = [&] {
      barrier.arrive_and_wait();
      EXPECT_TRUE(arrives);
    };
    const auto late = [&] {
      until_others_wait();
      arrives = true;
      barrier.arrive_and_wait();
    };
    together({"early", early}, {"late", late});
  };
}

}  // namespace
}  // namespace under_test
