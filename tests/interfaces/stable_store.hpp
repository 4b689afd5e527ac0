// provided/stable_store.hpp for tests that do not know what it keeps: the answer says that.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "provided/stable_store.hpp"
#include "tests/interfaces/answer.hpp"

namespace under_test {

// A state of the answer's own type. Tests cannot look into it, but they can save it elsewhere.
struct State {
  std::shared_ptr<const void> of_answer;
};

}  // namespace under_test

// Hands every call on to a store that keeps the answer's type.
template <>
class StableStore<under_test::State> {
 public:
  enum class Moment { kBefore, kAfter };

  StableStore();
  ~StableStore();
  StableStore(const StableStore&) = delete;
  StableStore& operator=(const StableStore&) = delete;

  std::optional<under_test::State> load() const;
  void save(const under_test::State& state);
  void on_save(std::function<void(Moment)> hook);

  // For interfaces: the answer's store.
  template <typename AnswerState>
  StableStore<AnswerState>& of_answer() const {
    return answer_.get<StableStore<AnswerState>>();
  }

 private:
  under_test::AnswerPlace answer_;
};
