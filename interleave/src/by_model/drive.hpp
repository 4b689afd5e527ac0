// Makes the calls of a scenario, inside an exploration, and keeps what came of them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "by_model/history.hpp"
#include "by_model/outcomes.hpp"
#include "by_model/scenario.hpp"

namespace interleave {

// All that it keeps lies outside the program: a schedule that is given up in the middle leaves it
// as it is.
class Drive {
 public:
  // Both must outlive it.
  Drive(const ModelTestParts& test, const Scenario& scenario)
      : test_(test), scenario_(scenario), judge_(test.calls, test.types) {}

  // The body of an exploration: makes a subject, lets the threads make their calls, looks.
  void together();

  // The body where one thread makes the calls of `before`, each of which is compared at once.
  void alone();

  // What was wrong with the last run.
  std::string explanation() const;

 private:
  void begin();
  void make(MadeCall& made, void* subject);
  void tell(const MadeCall& made, bool before) const;
  void let_threads_run(void* subject, std::vector<std::thread>& threads);
  bool somebody_waits() const;
  bool stands_still_rightly();
  void look(void* subject);
  void expect_answer(ModelState& model, MadeCall& made, void* subject);
  void ask_the_model(const std::function<void()>& ask);
  void end_here();
  void fail(const char* step);

  const ModelTestParts& test_;
  const Scenario& scenario_;
  History history_;
  std::unique_ptr<ModelState> model_;  // What alone() compares with.
  Judge judge_;
  Judgement judgement_ = Judgement::kRight;
  // Alone: what the call that is being made should answer, and that in words.
  std::string right_answer_;
  std::string right_;
};

}  // namespace interleave
