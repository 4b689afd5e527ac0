// What a reader wants to know of a data race or a use after free beside its steps: which memory it
// is, how the two got there, and why nothing orders them.
#include <algorithm>
#include <string>

#include "story/calls.hpp"
#include "story/teller.hpp"

namespace interleave {
namespace {

constexpr std::size_t kCallCharactersMax = 60;

// Steps whose thread tells others what it did before.
bool tells(const RecordedStep& step) {
  switch (step.kind) {
    case OpKind::kUnlock:
    case OpKind::kWait:
    case OpKind::kAtomicStore:
    case OpKind::kAtomicUpdate:
    case OpKind::kCreate:
      return true;
    default:
      return false;
  }
}

const Object* object_told_through(const RecordedStep& step) {
  return step.kind == OpKind::kWait ? step.mutex : step.object;
}

// Whether `step` asks the object for what others have told it.
bool asks(const RecordedStep& step, const Object* object) {
  switch (step.kind) {
    case OpKind::kLock:
    case OpKind::kReadLock:
      return step.object == object && step.way != kTimeout;
    case OpKind::kTryLock:
    case OpKind::kTryReadLock:
      return step.object == object && !step.in_vain;
    case OpKind::kAtomicLoad:
    case OpKind::kAtomicUpdate:
      return step.object == object;
    case OpKind::kWake:
      return step.mutex == object && step.way == 0;
    default:
      return false;
  }
}

std::string plural(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

// "reads", "writes", "changes", "frees".
std::string Teller::access_verb(const RecordedAccess& access) {
  if (access.kind == AccessKind::kFree) return "frees";
  const std::vector<Location> lines = symbolizer_.user_lines(access.stack);
  const bool is_plain = !lines.empty() && symbolizer_.is_user_code(access.stack.back());
  if (is_plain && changes_in_place(lines.back())) return "changes";
  return access.kind == AccessKind::kRead ? "reads" : "writes";
}

const char* Teller::racing_address() const {
  return std::max(static_cast<const char*>(earlier_->address),
                  static_cast<const char*>(later_->address));
}

// The name that the source gives the memory. Only an assignment in the user's own code says it.
std::string Teller::racing_variable() {
  if (earlier_ == nullptr || later_ == nullptr) return "";
  if (const auto variable = symbolizer_.variable_at(racing_address())) return variable->name;
  for (const RecordedAccess* access : {earlier_, later_}) {
    if (access->kind != AccessKind::kWrite || !symbolizer_.is_user_code(access->stack.back())) {
      continue;
    }
    const std::vector<Location> lines = symbolizer_.user_lines(access->stack);
    std::string name = lines.empty() ? "" : variable_changed_in(lines.back());
    if (!name.empty()) return name;
  }
  return "";
}

std::string Teller::block_in_words(const RecordedBlock& block) {
  const std::vector<Location> lines = symbolizer_.told_lines(block.stack);
  const auto offset =
      static_cast<std::size_t>(racing_address() - static_cast<const char*>(block.block.address));
  std::string text = offset == 0 ? "in " : std::to_string(offset) + " bytes into ";
  text +=
      plural(block.block.bytes, "byte") + " that " + thread_name(block.block.thread) + " asked for";
  if (lines.empty()) return text;
  return text + ": " + statement_at(lines.back(), kCallCharactersMax) + " (" +
         place_of(lines.back().source) + ")";
}

// Where it is, and how it was made.
std::string Teller::memory_in_words() {
  const char* address = racing_address();
  std::string name = racing_variable();
  if (!name.empty()) name += ", ";
  if (const auto variable = symbolizer_.variable_at(address)) {
    const Source source{variable->file, variable->line, "", ""};
    return name + "a static variable" + (source.file.empty() ? "" : " (" + place_of(source) + ")");
  }
  if (const RecordedBlock* block = recorder_.block_around(address)) {
    return name + block_in_words(*block);
  }
  if (const Thread* thread = execution_.state().thread_with_stack(address)) {
    return name + "in a local variable of " + thread_name(thread->id);
  }
  for (const Thread* thread : execution_.threads()) {
    if (!thread->flow.has_thread_local(address)) continue;
    return name + "a thread_local variable of " + thread_name(thread->id);
  }
  return name + "memory from before the body began";
}

// "writer writes ready (flag.cpp:31)"
std::string Teller::step_in_words(std::size_t step) {
  const RecordedStep& one = recorder_.steps()[step];
  const std::string place = lines_[step].empty() ? "" : place_of(lines_[step].back().source);
  return in_words(one) + (place.empty() ? "" : " (" + place + ")");
}

// The step by which the later thread asks for what the earlier one told in `told`, before its own
// access. Returns the number of steps if there is none.
std::size_t Teller::answer_to(std::size_t told) const {
  const std::vector<RecordedStep>& steps = recorder_.steps();
  const Object* object = object_told_through(steps[told]);
  for (std::size_t i = told + 1; object != nullptr && i < later_->steps_before; ++i) {
    if (steps[i].thread == later_->thread && asks(steps[i], object)) return i;
  }
  return steps.size();
}

std::string Teller::weak_order_in_words(std::size_t told, std::size_t asked) {
  const auto is_relaxed = [this](std::size_t step) {
    return !lines_[step].empty() &&
           lines_[step].back().source.text.find("relaxed") != std::string::npos;
  };
  const std::string one = thread_name(earlier_->thread) + " " + step_in_words(told);
  const std::string other = thread_name(later_->thread) + " " + step_in_words(asked);
  const bool first = is_relaxed(told);
  const bool second = is_relaxed(asked);
  const std::string who = first && second ? "both with relaxed order"
                          : first         ? "the first with relaxed order"
                          : second        ? "the second with relaxed order"
                                          : "but not as a release and an acquire";
  return "After its access " + one + ", and then " + other + ", " + who +
         ": that orders nothing. It takes a release and an acquire.";
}

std::string Teller::why_unordered() {
  const std::vector<RecordedStep>& steps = recorder_.steps();
  const std::string earlier = thread_name(earlier_->thread);
  const std::string later = thread_name(later_->thread);
  std::size_t last = steps.size();
  for (std::size_t i = earlier_->steps_before; i < later_->steps_before; ++i) {
    if (steps[i].thread != earlier_->thread || !tells(steps[i])) continue;
    last = i;
    const std::size_t asked = answer_to(i);
    if (asked < steps.size()) return weak_order_in_words(i, asked);
  }
  if (last < steps.size()) {
    return "After its access " + earlier + " " + step_in_words(last) + ", but " + later +
           " does nothing before its own access by which it would learn of that.";
  }
  const std::string nothing = "Between the two accesses " + earlier + " does nothing that " +
                              later +
                              " could learn of: it gives no lock back and writes no atomic, "
                              "and " +
                              later + " does not wait for its end.";
  for (std::size_t i = std::min(earlier_->steps_before, steps.size()); i-- > 0;) {
    if (steps[i].thread != earlier_->thread || !tells(steps[i])) continue;
    if (answer_to(i) >= steps.size()) continue;
    return nothing + " What " + later + " has learnt of it is older: it " + step_in_words(i) +
           " before its access.";
  }
  return nothing;
}

void Teller::tell_memory_access(const RecordedAccess& access, const std::string& what) {
  StoryAccess told;
  told.thread = access.thread;
  told.what = what;
  told.locks = locks_held(access.thread, access.steps_before);
  const std::vector<Location> lines = symbolizer_.user_lines(access.stack);
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    told.calls.push_back(line->source);
    told.calls.back().text = statement_at(*line, kCallCharactersMax);
  }
  failure_.story.accesses.push_back(std::move(told));
}

void Teller::tell_race() {
  if (earlier_ == nullptr || later_ == nullptr) return;
  for (const RecordedAccess* access : {earlier_, later_}) {
    const std::string locks = locks_held(access->thread, access->steps_before);
    tell_memory_access(*access, access_verb(*access) + " it, holding " + locks);
  }
  failure_.story.memory = memory_in_words();
  if (!breakdown_.race->after_free) failure_.story.why = why_unordered();
}

}  // namespace interleave
