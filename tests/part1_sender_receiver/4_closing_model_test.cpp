// The tests of 1.4 that a model makes: every small program of the calls.
#include "closing.hpp"
#include "queue_model.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

class QueueTest : public interleave::ModelTest<BoundedQueue<int>, QueueModel, std::size_t> {
 public:
  explicit QueueTest(std::size_t capacity)
      : ModelTest("BoundedQueue<int> queue(" + std::to_string(capacity) + ")", capacity) {
    call("push({})", [](auto& queue, int n) { return queue.push(n); });
    call("pop()", [](auto& queue) { return queue.pop(); });
    call("close()", [](auto& queue) { queue.close(); });
    call("try_push({})", [](auto& queue, int n) { return queue.try_push(n); });
    call("try_pop()", [](auto& queue) { return queue.try_pop(); });
    call("size()", [](auto& queue) { return queue.size(); });
    call("closed()", [](auto& queue) { return queue.closed(); });
    before("push({})");
    then("size()");
    then("closed()");
    then_until("try_pop()", "nothing");
  }
};

TEST(BoundedQueue, AloneAnswersAsTheModelDoes) {
  QueueTest test(2);
  expect_alone(test, 4);
}

TEST(BoundedQueue, TwoAnswerAsIfInTurn) {
  QueueTest test(1);
  expect_together(test, {.threads = {{1, 1}, {2, 1}}});
}

TEST(BoundedQueue, ThreeAnswerAsIfInTurn) {
  QueueTest test(1);
  expect_together(test, {.threads = {{1, 1, 1}}});
}

TEST(BoundedQueue, NobodyOfThreeWaitsForNothing) {
  QueueTest test(1);
  expect_together(test, {.threads = {{2, 1, 1}}, .without = {"size()", "closed()", "try_pop()"}});
}

TEST(BoundedQueue, WithRoomForTwoNobodyOfThreeWaitsForNothing) {
  QueueTest test(2);
  expect_together(
      test,
      {.threads = {{2, 1, 1}}, .before_max = 2, .without = {"size()", "closed()", "try_push({})"}});
}

}  // namespace
}  // namespace under_test
