// How a call of a model can end, other than by its answer.
#pragma once

#include <stdexcept>

namespace interleave {

// Thrown by waits_while().
struct ModelWaits {};

// Something else was thrown: the test is wrong, and nothing can be said of what it tests.
class ModelMistake : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

}  // namespace interleave
