// What each step does, and how each thread stands at the end.
#include <array>

#include "story/numbers.hpp"
#include "words/words.hpp"

namespace interleave {
namespace {

// Behind a verb: "locks" -> "locks mutex_".
const char* verb(StepKind kind) {
  switch (kind) {
    case StepKind::kLocks:
      return "locks ";
    case StepKind::kTriesToLock:
      return "tries to lock ";
    case StepKind::kUnlocks:
      return "unlocks ";
    case StepKind::kLocksShared:
      return "locks shared ";
    case StepKind::kTriesToLockShared:
      return "tries to lock shared ";
    case StepKind::kLocksAndUnlocks:
      return "locks and unlocks ";
    case StepKind::kReads:
      return "reads ";
    case StepKind::kWrites:
      return "writes ";
    case StepKind::kUpdates:
      return "updates ";
    case StepKind::kSleepsOn:
      return "sleeps on ";
    case StepKind::kRunsOnce:
      return "runs once ";
    case StepKind::kHasRunOnce:
      return "has run once ";
    case StepKind::kTakes:
      return "takes from ";
    case StepKind::kTriesToTake:
      return "tries to take from ";
    case StepKind::kGives:
      return "gives to ";
    case StepKind::kCounts:
      return "counts ";
    case StepKind::kArrives:
      return "arrives at ";
    case StepKind::kDestroys:
      return "destroys ";
    default:
      return "";
  }
}

class StepWords {
 public:
  StepWords(const Story& story, const Step& step) : story_(story), step_(step) {}

  std::string text() const {
    switch (step_.kind) {
      case StepKind::kCalls:
      case StepKind::kTells:
        return step_.text;
      case StepKind::kAccesses:
        return access();
      case StepKind::kRepeats:
        return rest();
      case StepKind::kPrints:
        return "prints: " + step_.output;
      case StepKind::kFails:
        return failure();
      case StepKind::kStartsThread:
        return "starts " + other();
      case StepKind::kJoins:
        return "joins " + other();
      case StepKind::kWaits:
        return step_.waits_in.empty() ? "waits on " + object() : "waits in " + step_.waits_in;
      case StepKind::kGoesOn:
        return going_on();
      case StepKind::kWakesFrom:
        return (times_out() ? "times out on " : "wakes from ") + object() + time_asleep();
      case StepKind::kNotifiesOne:
      case StepKind::kNotifiesAll:
        return notification();
      case StepKind::kWakesThoseOn:
        return waking();
      default:
        return of_time_or_object();
    }
  }

 private:
  std::string object() const {
    return step_.object ? story_.objects[*step_.object].name : "nothing";
  }
  std::string other() const { return step_.other ? story_.threads[*step_.other].name : "?"; }
  bool times_out() const { return step_.outcome == Outcome::kTimedOut; }

  std::string access() const {
    // The two lines of a race stand below each other.
    std::size_t columns = 0;
    for (const StoryAccess& one : story_.accesses) columns = std::max(columns, one.verb.size());
    std::string text = step_.verb;
    text.resize(std::max(columns, text.size()) + 1, ' ');
    return text + step_.text;
  }

  std::string rest() const {
    const std::string steps =
        step_.steps > 1 ? "these " + std::to_string(step_.steps) + " steps " : "";
    return "... and " + steps + with_commas(step_.count) + " times more";
  }

  std::string failure() const {
    if (story_.kind == FailureKind::kThreadLeftBehind) return step_.text + " " + other();
    std::string text = step_.text;
    const std::size_t gap = text.find("{}");
    return gap == std::string::npos ? text : text.replace(gap, 2, object());
  }

  // ", at +10 ms" if time has passed since it fell asleep, with a limit.
  std::string time_asleep() const {
    return step_.asleep_ns == 0 ? "" : ", at +" + duration_in_words(step_.time_ns);
  }

  std::string going_on() const {
    if (!step_.waits_in.empty()) return "goes on in " + step_.waits_in + time_asleep();
    if (times_out()) return "times out on " + object() + time_asleep();
    if (step_.outcome == Outcome::kNotAsked) return "wakes from " + object() + " spuriously";
    return "wakes up and locks " + (step_.mutex ? story_.objects[*step_.mutex].name : "?") +
           time_asleep();
  }

  std::string notification() const {
    const bool all = step_.kind == StepKind::kNotifiesAll;
    const std::string text = (all ? "notifies all on " : "notifies one on ") + object() + ": ";
    if (step_.asleep == 0) return text + "nobody waits";
    if (all) return text + "wakes " + woken();
    const std::string others =
        step_.asleep == 1 ? "" : " (" + std::to_string(step_.asleep) + " wait)";
    return text + "wakes " + woken() + others;
  }

  std::string waking() const {
    if (step_.asleep == 0) return "wakes nobody on " + object();
    return "wakes " + woken() + " on " + object();
  }

  std::string woken() const {
    const auto name = [this](std::size_t i) { return story_.threads[step_.woken[i]].name; };
    if (step_.woken.size() == 1) return name(0);
    if (step_.woken.size() == 2) return name(0) + " and " + name(1);
    return std::to_string(step_.woken.size());
  }

  std::string of_time_or_object() const {
    switch (step_.kind) {
      case StepKind::kSleeps:
        return "sleeps until +" + duration_in_words(step_.until_ns);
      case StepKind::kLetsOthersGoFirst:
        return "lets the others run first";
      case StepKind::kSetsWallClock:
        return "sets the wall clock " +
               duration_in_words(step_.until_ns < 0 ? -step_.until_ns : step_.until_ns) +
               (step_.until_ns < 0 ? " back" : " forward");
      case StepKind::kYields:
        return "yields";
      case StepKind::kChooses:
        return "chooses " + std::to_string(step_.count);
      case StepKind::kEnds:
        return "ends";
      default:
        break;
    }
    if (times_out()) return "gives up waiting for " + object();
    const bool takes = step_.kind == StepKind::kTriesToTake;
    const std::string why = step_.outcome != Outcome::kInVain ? ""
                            : takes                           ? ": it has none"
                                                              : ": it is taken";
    return verb(step_.kind) + object() + why;
  }

  const Story& story_;
  const Step& step_;
};

}  // namespace

std::string duration_in_words(std::int64_t duration) {
  constexpr std::int64_t kCountMax = 9'999;
  struct Unit {
    std::int64_t nanoseconds;
    const char* name;
  };
  constexpr std::array units{Unit{3'600'000'000'000, " h"}, Unit{60'000'000'000, " min"},
                             Unit{1'000'000'000, " s"}, Unit{1'000'000, " ms"}, Unit{1'000, " us"}};
  for (const Unit unit : units) {
    const std::int64_t count = duration / unit.nanoseconds;
    if (count > 0 && count <= kCountMax && duration % unit.nanoseconds == 0) {
      return std::to_string(count) + unit.name;
    }
  }
  for (const Unit unit : units) {
    if (duration < unit.nanoseconds) continue;
    const std::string text = std::to_string(duration / unit.nanoseconds) + unit.name;
    const std::int64_t rest = duration % unit.nanoseconds;
    return rest == 0 ? text : text + " " + duration_in_words(rest);
  }
  return std::to_string(duration) + " ns";
}

std::string in_words(const Story& story, const Step& step) { return StepWords(story, step).text(); }

std::string mark_in_words(const Story& story, const Step& step) {
  switch (step.mark) {
    case Mark::kRace:
      return "the race";
    case Mark::kMadeItTrue:
      return "what is waited for comes here";
    case Mark::kLostHere:
      // Whom it woke may well have needed it.
      return step.woken.empty() ? "the wake-up is lost here" : "the last notification";
    case Mark::kBreaks:
      return "breaks: " + story.diagnosis.invariant;
    default:
      return "";
  }
}

std::string in_words(const Story& story, const StoryThread& thread) {
  if (thread.state == ThreadEnd::kEnded) return "ended";
  if (!thread.waits_in.empty()) return "waits in " + thread.waits_in;
  const auto name_of = [&story](const std::optional<std::size_t>& object) {
    return object ? story.objects[*object].name : "nothing";
  };
  const std::string object = name_of(thread.waits_for_object);
  const auto self = static_cast<std::size_t>(&thread - story.threads.data());
  const bool is_held = !thread.waits_for_threads.empty();
  const std::size_t holder = is_held ? thread.waits_for_threads.front() : self;
  const std::string holder_name = story.threads[holder].name;
  switch (thread.state) {
    case ThreadEnd::kWaitsForLock: {
      if (!is_held) return "waits for " + object;
      if (holder == self) return "waits for " + object + ", which it holds itself";
      const bool ended = story.threads[holder].state == ThreadEnd::kEnded;
      return "waits for " + object + ", which " + holder_name +
             (ended ? " held when it ended" : " holds");
    }
    case ThreadEnd::kAsleep:
      return "waits on " + object;
    case ThreadEnd::kWantsMutexBack:
      return "wants " + object + " back after waiting on " + name_of(thread.condition) +
             (is_held ? "; " + holder_name + " holds it" : "");
    case ThreadEnd::kJoins:
      return is_held ? "waits for " + holder_name + " to end" : "can go on";
    case ThreadEnd::kSleeps:
      return "sleeps";
    case ThreadEnd::kWaitsForInitialisation:
      return "waits for another thread's initialisation";
    default:
      return "can go on";
  }
}

void put_into_words(Story& story) {
  for (Step& step : story.steps) step.what = in_words(story, step);
  for (StoryThread& thread : story.threads) thread.end = in_words(story, thread);
  if (story.diagnosis.unordered) story.why = in_words(story, *story.diagnosis.unordered);
}

}  // namespace interleave
