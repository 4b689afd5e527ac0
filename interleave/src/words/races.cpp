// What is said of a data race and of memory that was freed.
#include "words/words.hpp"

namespace interleave {
namespace {

// "reads ready (flag.cpp:31)"
std::string with_place(const Story& story, const Step& step) {
  return in_words(story, step) + in_parentheses(story, step.source);
}

std::string object_of(const Story& story, const Step& step) {
  const auto object = step.kind == StepKind::kWaits ? step.mutex : step.object;
  return object ? story.objects[*object].name : "it";
}

std::string too_weak(const Story& story, const Unordered& why, const std::string& one,
                     const std::string& other) {
  const std::string who = why.told_relaxed && why.asked_relaxed ? "both with relaxed order"
                          : why.told_relaxed                    ? "the first with relaxed order"
                          : why.asked_relaxed                   ? "the second with relaxed order"
                                                                : "";
  return "After its access, " + one + " " + with_place(story, *why.told) + ", and then " + other +
         " " + with_place(story, *why.asked) + (who.empty() ? "" : ", " + who) +
         ". A release and an acquire would order the two.";
}

// What the later thread has learnt from the earlier one was told before the access.
std::string too_early(const Story& story, const Step& told, const std::string& one) {
  switch (told.kind) {
    case StepKind::kUnlocks:
    case StepKind::kLocksAndUnlocks:
    case StepKind::kWaits:
      return one + " did hold " + object_of(story, told) + " before, but released it" +
             in_parentheses(story, told.source) + " before the access.";
    default:
      return one + " " + with_place(story, told) +
             " too early: before the access, so that says nothing about it.";
  }
}

}  // namespace

std::string in_words(const Story& story, const Unordered& why) {
  const std::string one = story.threads[story.accesses.front().thread].name;
  const std::string other = story.threads[story.accesses.back().thread].name;
  switch (why.reason) {
    case Unordered::Reason::kTooWeak:
      return too_weak(story, why, one, other);
    case Unordered::Reason::kNotAsked:
      return "After its access, " + one + " " + with_place(story, *why.told) + ", but " + other +
             " does nothing before its own access to find out about it.";
    case Unordered::Reason::kTooEarly:
      return "Between the two accesses, " + one + " unlocks nothing and writes no atomic that " +
             other + " could see. " + too_early(story, *why.told, one);
    default:
      return "Between the two accesses, " + one + " unlocks nothing and writes no atomic that " +
             other + " could see, and " + other + " does not wait for its end.";
  }
}

std::string locks_in_words(const Story& story, const StoryAccess& access) {
  std::string text;
  for (const std::size_t lock : access.held) {
    text += (text.empty() ? "" : ", ") + story.objects[lock].name;
  }
  return text.empty() ? "no lock" : text;
}

}  // namespace interleave
