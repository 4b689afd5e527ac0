// The tests of 2.3 that a model makes: every small program of the calls.
#include "barrier.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

// A barrier for one thread. Who arrives gets the number of the round as its ticket.
struct BarrierModel {
  explicit BarrierModel(std::size_t all) : parties(all), missing(all) {}

  int arrive() {
    const int ticket = round;
    if (--missing == 0) {
      missing = parties;
      ++round;
    }
    return ticket;
  }

  void drop() {
    --parties;
    arrive();
  }

  std::size_t parties;
  std::size_t missing;
  int round = 0;
};

// Scenarios must not have more threads inside than there are parties left. So there is a thread for
// each party, and one that drops in a scenario makes no other call.
class BarrierTest : public interleave::ModelTest<Barrier, BarrierModel, std::size_t> {
 public:
  explicit BarrierTest(std::size_t parties)
      : ModelTest("Barrier barrier(" + std::to_string(parties) + ")", parties) {
    call_in_two(
        "arrive_and_wait()", [](Barrier& barrier) { barrier.arrive_and_wait(); },
        [](BarrierModel& barrier) { return barrier.arrive(); },
        [](BarrierModel& barrier, int ticket) {
          interleave::waits_while(barrier.round == ticket);
        });
    call(
        "arrive_and_drop()", [](Barrier& barrier) { barrier.arrive_and_drop(); },
        [](BarrierModel& barrier) { barrier.drop(); });
    before("arrive_and_drop()");
  }
};

constexpr auto kDrop = "arrive_and_drop()";

TEST(Barrier, AloneWaitsWhereTheModelDoes) {
  BarrierTest test(4);
  expect_alone(test, 4);
}

TEST(Barrier, TwoPartiesMeetOrLeave) {
  BarrierTest test(2);
  expect_together(test, {.threads = {{1, 1}}, .before_max = 0});
}

TEST(Barrier, ThreePartiesMeetOrLeave) {
  BarrierTest test(3);
  expect_together(test, {.threads = {{1, 1, 1}}, .before_max = 0});
}

TEST(Barrier, TwoPartiesMeetInUpToThreeRounds) {
  BarrierTest test(2);
  expect_together(
      test, {.threads = {{2, 1}, {2, 2}, {3, 2}, {3, 3}}, .before_max = 0, .without = {kDrop}});
}

TEST(Barrier, ThreePartiesMeetInUpToTwoRounds) {
  BarrierTest test(3);
  expect_together(
      test, {.threads = {{2, 1, 1}, {2, 2, 1}, {2, 2, 2}}, .before_max = 0, .without = {kDrop}});
}

TEST(Barrier, TwoMeetOnAfterTheThirdHasLeft) {
  BarrierTest test(3);
  expect_together(test, {.threads = {{2, 1}, {2, 2}}, .without = {kDrop}});
}

}  // namespace
}  // namespace under_test
