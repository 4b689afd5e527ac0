#include "by_model/drive.hpp"

#include <algorithm>

#include "by_model/waits.hpp"
#include "execution/execution.hpp"
#include "interleave/interleave.hpp"

namespace interleave {
namespace {

std::vector<MadeCall> to_be_made(const std::vector<PlannedCall>& calls) {
  std::vector<MadeCall> made;
  for (const PlannedCall& call : calls) made.push_back({call, "", 0, 0});
  return made;
}

// A look that would go on for ever is a mistake of the test, or of what it looks at.
constexpr std::size_t kLooksMax = 20;

}  // namespace

void Drive::begin() {
  const OutsideProgram outside;
  history_ = {};
  history_.before = to_be_made(scenario_.before);
  for (const auto& thread : scenario_.threads) history_.threads.push_back(to_be_made(thread));
  history_.looks.reserve(test_.looks.size() * kLooksMax);
  judgement_ = Judgement::kRight;
  right_.clear();
}

void Drive::together() {
  begin();
  test_.types.with_subject([this](void* subject) {
    for (MadeCall& made : history_.before) make(made, subject);
    std::vector<std::thread> threads;
    let_threads_run(subject, threads);
    if (stands_still_rightly()) look(subject);
    if (judgement_ == Judgement::kWrong) fail("compares the answers with the model's");
    if (judgement_ == Judgement::kRight && somebody_waits()) end_here();
    // Where somebody waits who should not, nobody can go on from here.
    for (std::thread& thread : threads) thread.join();
  });
}

void Drive::let_threads_run(void* subject, std::vector<std::thread>& threads) {
  threads.reserve(history_.threads.size());
  for (std::size_t i = 0; i < history_.threads.size(); ++i) {
    threads.push_back(thread(thread_name(i), [this, i, subject] {
      for (MadeCall& made : history_.threads[i]) make(made, subject);
    }));
  }
}

void Drive::make(MadeCall& made, void* subject) {
  tell(made, true);
  made.begin = ++history_.moments;
  const std::string answer =
      test_.calls[made.planned.call].on_subject(subject, made.planned.number);
  const OutsideProgram outside;
  made.answer.assign(answer.data(), answer.size());
  made.end = ++history_.moments;
  tell(made, false);
}

void Drive::tell(const MadeCall& made, bool before) const {
  const OutsideProgram outside;
  Run& run = current_execution->state();
  if (!run.is_watched() || (!before && made.answer.empty())) return;
  const std::string call = test_.text_of(made.planned);
  run.say(before ? "calls " + call : "gets " + made.answer + " from " + call, nullptr);
}

bool Drive::somebody_waits() const {
  const auto waits = [](const std::vector<MadeCall>& thread) {
    return !thread.empty() && !thread.back().has_returned();
  };
  return std::any_of(history_.threads.begin(), history_.threads.end(), waits);
}

// Everybody else has come to an end or waits. Is that right so far?
bool Drive::stands_still_rightly() {
  until_others_wait();
  const OutsideProgram outside;
  std::vector<std::size_t> made;
  for (const auto& thread : history_.threads) {
    made.push_back(static_cast<std::size_t>(std::count_if(
        thread.begin(), thread.end(), [](const MadeCall& call) { return call.has_returned(); })));
  }
  history_.standstills.push_back(std::move(made));
  ask_the_model([this] { judgement_ = judge_.judge(history_); });
  return judgement_ == Judgement::kRight;
}

void Drive::look(void* subject) {
  for (const ModelTestBase::Look& look : test_.looks) {
    for (std::size_t i = 0; i < kLooksMax; ++i) {
      {
        const OutsideProgram outside;
        history_.looks.push_back({{look.call, 0}, "", 0, 0});
      }
      make(history_.looks.back(), subject);
      // Others may be able to go on because of it.
      if (!stands_still_rightly()) return;
      if (!look.until || history_.looks.back().answer == *look.until) break;
    }
  }
}

void Drive::alone() {
  begin();
  {
    const OutsideProgram outside;
    model_ = std::make_unique<ModelState>(test_.types);
  }
  ModelState& model = *model_;
  test_.types.with_subject([this, &model](void* subject) {
    for (MadeCall& made : history_.before) expect_answer(model, made, subject);
  });
}

// The model is asked first: should the call not return, it is known what it should have done.
void Drive::expect_answer(ModelState& model, MadeCall& made, void* subject) {
  {
    const OutsideProgram outside;
    ask_the_model([&] {
      right_answer_ = model.make(test_.calls[made.planned.call], made.planned.number).value_or("");
    });
    right_ =
        test_.text_of(made.planned) + (right_answer_.empty() ? " returns" : " -> " + right_answer_);
  }
  make(made, subject);
  if (made.answer != right_answer_) {
    judgement_ = Judgement::kWrong;
    fail("compares the answer with the model's");
  }
  const OutsideProgram outside;
  right_.clear();
}

void Drive::ask_the_model(const std::function<void()>& ask) {
  try {
    ask();
  } catch (const ModelMistake& mistake) {
    current_execution->fail(
        {.message = mistake.what(), .step = "asks the model", .advice = "Mend the model."});
  }
}

// Some wait for ever, and it is right that they do. So this run has no other end.
void Drive::end_here() { current_execution->fail({.is_accepted = true}); }

void Drive::fail(const char* step) {
  Execution& execution = *current_execution;
  execution.self().pc = nullptr;
  execution.fail({.kind = FailureKind::kWrongResult,
                  .message = "the answers are not the model's",
                  .thread = execution.self().id,
                  .step = step});
}

std::string Drive::explanation() const {
  const std::string text = describe(test_, history_);
  if (!right_.empty()) {
    const bool answered = judgement_ == Judgement::kWrong;
    return text + (answered ? "The last answer is not right." : "The last call does not return.") +
           " Right would be:\n  " + right_ + "\n";
  }
  if (judgement_ == Judgement::kRight) return text;
  return text + explain(test_, history_, judgement_) + "\n";
}

}  // namespace interleave
