// Is there an order of the calls in which the model does what was seen?
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "by_model/history.hpp"
#include "interleave/model_test.hpp"

namespace interleave {

// A model that a search may copy at any state.
class ModelState {
 public:
  using Call = ModelTestBase::Call;
  using Types = ModelTestBase::Types;

  explicit ModelState(const Types& types) : types_(&types), model_(types.make_model()) {}
  ModelState(const ModelState& other)
      : types_(other.types_), model_(other.types_->copy_model(other.model_)) {}
  ModelState& operator=(const ModelState&) = delete;
  ~ModelState() { types_->destroy_model(model_); }

  // Makes the call, and returns its answer; nothing if it would wait: then the model is as before.
  std::optional<std::string> make(const Call& call, int number);

  // The two moments of a call that has two. The second returns nothing if it would wait.
  int arrive(const Call& call, int number);
  std::optional<std::string> go_on(const Call& call, int ticket);

 private:
  const Types* types_;
  void* model_;
};

enum class Judgement {
  kRight,
  kWouldGoOn,  // Somebody waits who would not, by the model, in any order that gives the answers.
  kWrong,      // No order gives these answers.
};

// Judges what comes of one scenario. Most of its schedules differ in nothing that an order of calls
// depends on; each such history is searched once.
class Judge {
 public:
  // Both must outlive it.
  Judge(const std::vector<ModelTestBase::Call>& calls, const ModelTestBase::Types& types)
      : calls_(calls), types_(types) {}

  // Judges what was seen so far.
  // Requires: the history ends with a standstill, and is of the same scenario as all before it.
  Judgement judge(const History& history);

 private:
  Judgement search(const History& history) const;

  const std::vector<ModelTestBase::Call>& calls_;
  const ModelTestBase::Types& types_;
  std::unordered_map<std::string, Judgement> known_;
};

}  // namespace interleave
