// How a call ends that must not be made, or that the explorer cannot make.
#pragma once

#include <string>

#include "execution/execution.hpp"

namespace interleave {

// The running thread does something whose end lies outside of the exploration: "calls fork()".
// `advice` says in a sentence why that does not go, and what to do. "{}" in `message` stands for
// `object`. The execution ends here.
[[noreturn]] inline void not_controlled(std::string message, std::string advice,
                                        const Object* object = nullptr, ThreadId user = kNobody) {
  in_program = false;
  Execution& execution = *current_execution;
  execution.state().find_place();
  Breakdown breakdown{FailureKind::kMisuse, std::move(message), {}, execution.self().id};
  breakdown.object = object;
  breakdown.user = user;
  breakdown.advice = std::move(advice);
  execution.fail(std::move(breakdown));
}

// The running thread breaks a rule of `object`: "unlocks {}, which nobody holds". There is nothing
// to advise but to keep it. `user`: the other thread that is concerned.
[[noreturn]] inline void misuse(std::string message, const Object* object = nullptr,
                                ThreadId user = kNobody) {
  not_controlled(std::move(message), "", object, user);
}

// What a thread outside of the exploration does is done for real; what its threads do is not. If
// they use one object neither sees what the other does.
inline constexpr const char* kOutsideAdvice =
    "The explorer controls only threads that are started inside the body. Start that thread there, "
    "too, or keep it away from what the body uses.";

// Calls `use(thread)` for each thread but the running one that has not ended.
template <typename Use>
void for_each_other(const Use& use) {
  for (const Thread* thread : current_execution->threads()) {
    if (!thread->exited && thread != &current_execution->self()) use(*thread);
  }
}

// Called by whoever destroys `object`, before it looks who uses it. Where another has used it and
// nothing orders the two, the use might come afterwards: then it is a step that can come earlier.
inline void before_destroying(Object& object) {
  Execution& execution = *current_execution;
  if (object.used.ahead_of(execution.self().clock) == kNobody) return;
  execution.perform({.kind = OpKind::kDestroy, .object = &object});
}

}  // namespace interleave
