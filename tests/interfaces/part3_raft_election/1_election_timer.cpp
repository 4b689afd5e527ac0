#include <election_timer.hpp>  // The answer.
#include <utility>

#include "1_election_timer/election_timer.hpp"

namespace under_test {
namespace {

::ElectionTimer& timer(const AnswerPlace& answer) { return answer.get<::ElectionTimer>(); }

}  // namespace

ElectionTimer::ElectionTimer(Duration min, Duration max, std::function<void()> on_timeout,
                             Random& random) {
  answer_.make<::ElectionTimer>(min, max, std::move(on_timeout), random);
}
ElectionTimer::~ElectionTimer() { answer_.destroy<::ElectionTimer>(); }

void ElectionTimer::start() { timer(answer_).start(); }
void ElectionTimer::reset() { timer(answer_).reset(); }
void ElectionTimer::stop() { timer(answer_).stop(); }

}  // namespace under_test
