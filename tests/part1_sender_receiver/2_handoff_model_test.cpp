// The tests of 1.2 that a model makes: every small program of the calls.
#include <optional>

#include "handoff.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

using interleave::waits_while;

// What a slot is, for one thread.
struct HandoffModel {
  std::optional<int> slot{};

  void put(int value) {
    waits_while(slot.has_value());
    slot = value;
  }
  int take() {
    waits_while(!slot.has_value());
    const int value = *slot;
    slot.reset();
    return value;
  }
};

class HandoffTest : public interleave::ModelTest<Handoff<int>, HandoffModel> {
 public:
  HandoffTest() : ModelTest("Handoff<int> handoff") {
    call("put({})", [](auto& handoff, int n) { handoff.put(n); });
    call("take()", [](auto& handoff) { return handoff.take(); });
    before("put({})");
  }
};

TEST(Handoff, AloneAnswersAsTheModelDoes) {
  HandoffTest test;
  expect_alone(test, 6);
}

TEST(Handoff, TwoOrThreeAnswerAsIfInTurn) {
  HandoffTest test;
  expect_together(test, {.threads = {{1, 1}, {2, 1}, {2, 2}, {1, 1, 1}, {2, 1, 1}}});
}

TEST(Handoff, FourOrMoreCallsAnswerAsIfInTurn) {
  HandoffTest test;
  expect_together(test, {.threads = {{1, 1, 1, 1}, {2, 2, 1}, {3, 2}}});
}

}  // namespace
}  // namespace under_test
