// What a scenario and its outcome look like in words, and what would have been right.
#pragma once

#include <string>
#include <vector>

#include "by_model/history.hpp"
#include "by_model/orders.hpp"

namespace interleave {

// A test as its functions see it.
struct ModelTestParts {
  std::string declaration;
  ModelTestBase::Types types;
  std::vector<ModelTestBase::Call> calls;
  std::vector<std::size_t> before;
  std::vector<ModelTestBase::Look> looks;

  // "push(2)".
  std::string text_of(const PlannedCall& call) const;
};

// The scenario as a few lines of code, with the answers there were.
std::string describe(const ModelTestParts& test, const History& history);

// What was wrong about it, and what the model does instead, where it differs least.
std::string explain(const ModelTestParts& test, const History& history, Judgement judgement);

}  // namespace interleave
