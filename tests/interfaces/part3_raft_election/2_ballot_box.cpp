#include <ballot_box.hpp>  // The answer.

#include "2_ballot_box/ballot_box.hpp"

namespace under_test {
namespace {

::BallotBox& box(const AnswerPlace& answer) { return answer.get<::BallotBox>(); }

}  // namespace

BallotBox::BallotBox(std::size_t cluster_size, Term term) {
  answer_.make<::BallotBox>(cluster_size, term);
}
BallotBox::~BallotBox() { answer_.destroy<::BallotBox>(); }

void BallotBox::record(ServerId from, Term term, bool granted) {
  box(answer_).record(from, term, granted);
}

Outcome BallotBox::wait(Deadline deadline) {
  switch (box(answer_).wait(deadline)) {
    case ::Outcome::kWon:
      return Outcome::kWon;
    case ::Outcome::kLost:
      return Outcome::kLost;
    case ::Outcome::kTimedOut:
      return Outcome::kTimedOut;
    case ::Outcome::kAbandoned:
      return Outcome::kAbandoned;
  }
  return Outcome::kTimedOut;
}

void BallotBox::abandon() { box(answer_).abandon(); }

}  // namespace under_test
