// The tests of 3.2 that a model makes: every small program of the calls. Time is for the tests by
// hand: here a deadline is over already, or farther away than anybody waits.
#include <optional>
#include <set>

#include "2_ballot_box_test.hpp"

namespace under_test {
namespace {

// A ballot box for one thread.
struct BallotBoxModel {
  BallotBoxModel(std::size_t size, Term /*term*/) : cluster_size(size) {}

  void record(ServerId from, bool grants) {
    if (!replied.insert(from).second) return;
    if (grants) ++granted;
    if (2 * granted > cluster_size) decide("won");
    if (2 * (cluster_size - replied.size() + granted) <= cluster_size) decide("lost");
  }
  void abandon() { decide("abandoned"); }
  std::string look() const { return outcome.value_or("timed out"); }
  std::string wait() const {
    interleave::waits_while(!outcome);
    return look();
  }

  void decide(const std::string& what) {
    if (!outcome) outcome = what;
  }

  std::size_t cluster_size;
  std::set<ServerId> replied{};
  std::size_t granted = 0;
  std::optional<std::string> outcome{};
};

class BallotBoxTest : public interleave::ModelTest<BallotBox, BallotBoxModel, std::size_t, Term> {
 public:
  explicit BallotBoxTest(std::size_t size)
      : ModelTest("BallotBox box(" + std::to_string(size) + ", 5)", size, kTerm) {
    call(
        "record(0, 5, true)", [](BallotBox& box) { box.record(0, kTerm, true); },
        [](BallotBoxModel& box) { box.record(0, true); });
    call(
        "record(1, 5, true)", [](BallotBox& box) { box.record(1, kTerm, true); },
        [](BallotBoxModel& box) { box.record(1, true); });
    call(
        "record(1, 5, false)", [](BallotBox& box) { box.record(1, kTerm, false); },
        [](BallotBoxModel& box) { box.record(1, false); });
    call(
        "record(2, 5, false)", [](BallotBox& box) { box.record(2, kTerm, false); },
        [](BallotBoxModel& box) { box.record(2, false); });
    call(
        "record(2, 4, true)", [](BallotBox& box) { box.record(2, kTerm - 1, true); },
        [](BallotBoxModel& /*box*/) {});
    call(
        "wait(an hour ago)", [](BallotBox& box) { return outcome_within(box, -1h); },
        [](BallotBoxModel& box) { return box.look(); });
    call(
        "wait(in 1000 hours)", [](BallotBox& box) { return outcome_of(box); },
        [](BallotBoxModel& box) { return box.wait(); });
    call(
        "abandon()", [](BallotBox& box) { box.abandon(); },
        [](BallotBoxModel& box) { box.abandon(); });
    before("record(0, 5, true)");
    before("record(1, 5, false)");
    then("wait(an hour ago)");
  }
};

constexpr auto kOldTerm = "record(2, 4, true)";
constexpr auto kRefusal = "record(2, 5, false)";

TEST(BallotBox, AloneAnswersAsTheModelDoes) {
  BallotBoxTest test(3);
  expect_alone(test, 3);
}

TEST(BallotBox, TwoAnswerAsIfInTurnInAClusterOfTwo) {
  BallotBoxTest test(2);
  expect_together(test, {.threads = {{1, 1}, {2, 1}}, .without = {kOldTerm, kRefusal}});
}

TEST(BallotBox, TwoAnswerAsIfInTurnInAClusterOfThree) {
  BallotBoxTest test(3);
  expect_together(test, {.threads = {{1, 1}, {2, 1}}, .without = {kOldTerm}});
}

TEST(BallotBox, ThreeAnswerAsIfInTurn) {
  BallotBoxTest test(3);
  expect_together(test, {.threads = {{1, 1, 1}}, .without = {kOldTerm}});
}

}  // namespace
}  // namespace under_test
