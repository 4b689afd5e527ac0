// The tests of 1.3 that a model makes: every small program of the calls.
#include "bounded_queue.hpp"
#include "queue_model.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

class QueueTest : public interleave::ModelTest<BoundedQueue<int>, QueueModel, std::size_t> {
 public:
  explicit QueueTest(std::size_t capacity)
      : ModelTest("BoundedQueue<int> queue(" + std::to_string(capacity) + ")", capacity) {
    call("push({})", [](auto& queue, int n) { queue.push(n); });
    call("pop()", [](auto& queue) { return queue.pop(); });
    call("try_push({})", [](auto& queue, int n) { return queue.try_push(n); });
    call("try_pop()", [](auto& queue) { return queue.try_pop(); });
    call("size()", [](auto& queue) { return queue.size(); });
    before("push({})");
    then("size()");
    then_until("try_pop()", "nothing");
    // A place or an item may be reserved for a call that is under way.
    may_also_answer("try_push({})", "false");
    may_also_answer("try_pop()", "nothing");
  }
};

TEST(BoundedQueue, AloneAnswersAsTheModelDoes) {
  QueueTest test(2);
  expect_alone(test, 5);
}

TEST(BoundedQueue, TwoOrThreeAnswerAsIfInTurn) {
  QueueTest test(1);
  expect_together(test);
}

TEST(BoundedQueue, WithRoomForTwoTheyAnswerAsIfInTurn) {
  QueueTest test(2);
  expect_together(test, {.before_max = 2});
}

TEST(BoundedQueue, NobodyOfThreeWaitsForNothing) {
  QueueTest test(1);
  expect_together(test, {.threads = {{2, 1, 1}}, .without = {"size()"}});
}

TEST(BoundedQueue, WithRoomForTwoNobodyOfThreeWaitsForNothing) {
  QueueTest test(2);
  expect_together(test, {.threads = {{2, 1, 1}}, .before_max = 2, .without = {"size()"}});
}

}  // namespace
}  // namespace under_test
