// The tests of 1.5 that a model makes: every small program of the calls. Time is for the tests by
// hand: here a limit is 0, or longer than anybody waits.
#include <chrono>

#include "deadlines.hpp"
#include "queue_model.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

class QueueTest : public interleave::ModelTest<BoundedQueue<int>, QueueModel, std::size_t> {
 public:
  explicit QueueTest(std::size_t capacity)
      : ModelTest("BoundedQueue<int> queue(" + std::to_string(capacity) + ")", capacity) {
    call("push({})", [](auto& queue, int n) { return queue.push(n); });
    call("pop()", [](auto& queue) { return queue.pop(); });
    call("close()", [](auto& queue) { queue.close(); });
    call(
        "try_push_for({}, hours(1000))",
        [](BoundedQueue<int>& queue, int n) { return queue.try_push_for(n, hours(1000)); },
        [](QueueModel& queue, int n) { return queue.push(n); });
    call(
        "try_pop_for(hours(1000))",
        [](BoundedQueue<int>& queue) { return queue.try_pop_for(hours(1000)); },
        [](QueueModel& queue) { return queue.pop(); });
    call(
        "try_push_for({}, seconds(0))",
        [](BoundedQueue<int>& queue, int n) { return queue.try_push_for(n, seconds(0)); },
        [](QueueModel& queue, int n) { return queue.try_push(n); });
    call(
        "try_pop_for(seconds(0))",
        [](BoundedQueue<int>& queue) { return queue.try_pop_for(seconds(0)); },
        [](QueueModel& queue) { return queue.try_pop(); });
    call("try_push({})", [](auto& queue, int n) { return queue.try_push(n); });
    call("try_pop()", [](auto& queue) { return queue.try_pop(); });
    call("size()", [](auto& queue) { return queue.size(); });
    before("push({})");
    then("size()");
    then_until("try_pop()", "nothing");
  }
};

TEST(BoundedQueue, AloneAnswersAsTheModelDoes) {
  QueueTest test(1);
  expect_alone(test, 3);
}

TEST(BoundedQueue, TwoAnswerAsIfInTurn) {
  QueueTest test(1);
  expect_together(test, {.threads = {{1, 1}, {2, 1}}});
}

TEST(BoundedQueue, NobodyOfThreeWaitsForNothing) {
  QueueTest test(1);
  expect_together(test, {.threads = {{2, 1, 1}},
                         .without = {"push({})", "pop()", "size()", "try_push({})", "try_pop()",
                                     "try_pop_for(seconds(0))"}});
}

TEST(BoundedQueue, WithRoomForTwoNobodyOfThreeWaitsForNothing) {
  QueueTest test(2);
  expect_together(test, {.threads = {{2, 1, 1}},
                         .before_max = 2,
                         .without = {"push({})", "pop()", "close()", "size()", "try_push({})",
                                     "try_push_for({}, seconds(0))", "try_pop_for(seconds(0))"}});
}

}  // namespace
}  // namespace under_test
