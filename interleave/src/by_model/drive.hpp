// Makes the calls of a scenario, inside an exploration, and keeps what came of them.
#pragma once

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
  Drive(const ModelTestParts& test, const Scenario& scenario) : test_(test), scenario_(scenario) {}

  // The body of an exploration: makes a subject, lets the threads make their calls, looks.
  // A schedule whose last calls wait, as they do in the model, ends as a failure: see is_right().
  void together();

  // The body where one thread makes the calls of `before`, each of which is compared at once.
  void alone();

  // The last run was given up, and its outcome was right.
  bool is_right() const { return right_; }
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
  void give_up(const char* step);

  const ModelTestParts& test_;
  const Scenario& scenario_;
  History history_;
  Judgement judgement_ = Judgement::kRight;
  bool right_ = false;
};

}  // namespace interleave
