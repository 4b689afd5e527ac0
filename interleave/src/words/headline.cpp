// What went wrong, in one to three sentences.
#include <algorithm>
#include <optional>

#include "story/numbers.hpp"
#include "story/places.hpp"
#include "words/words.hpp"

namespace interleave {
namespace {

class Headline {
 public:
  explicit Headline(const Story& story) : story_(story), diagnosis_(story.diagnosis) {}

  std::string text() const {
    switch (*story_.kind) {
      case FailureKind::kDeadlock:
      case FailureKind::kLostWakeup:
        return diagnosis_.missed ? missed_wakeup(*diagnosis_.missed) : deadlock();
      case FailureKind::kDataRace:
        return race();
      case FailureKind::kNeverEnds:
      case FailureKind::kPolls:
        return endless();
      case FailureKind::kCrash:
        return crash();
      case FailureKind::kThreadLeftBehind:
        return left_behind();
      case FailureKind::kMisuse:
        return story_.accesses.empty() ? misuse() : race();
      default:
        return wrong_result();
    }
  }

 private:
  const std::string& name(std::size_t thread) const { return story_.threads[thread].name; }
  const std::string& object(std::size_t index) const { return story_.objects[index].name; }
  std::string who() const { return diagnosis_.thread ? name(*diagnosis_.thread) : "a thread"; }
  std::string place() const { return in_parentheses(story_, diagnosis_.place); }

  static bool sleeps(const StoryThread& thread) {
    return thread.state == ThreadEnd::kAsleep && thread.next == StepKind::kGoesOn;
  }

  // A function that locks what its caller has locked: which call leads there matters.
  std::string place_of(const StoryThread& thread) const {
    const std::string place = in_parentheses(story_, thread.source);
    if (thread.caller.file.empty()) return place;
    return place.substr(0, place.size() - 1) + ", called at " + Places(story_).of(thread.caller) +
           ")";
  }

  std::string deadlock() const {
    std::string text;
    for (const StoryThread& thread : story_.threads) {
      if (!thread.stuck) continue;
      text += thread.name + " " + thread.end + place_of(thread) + ".";
      if (sleeps(thread) && thread.waits_in.empty() && !thread.ever_notified) {
        text += " Nobody ever notified it.";
      }
      text += "\n";
    }
    if (text.empty()) text = "Threads wait for each other to end.\n";
    return text + "Nobody can go on.";
  }

  std::string missed_wakeup(const MissedWakeup& missed) const {
    const StoryThread& sleeper = story_.threads[missed.sleeper];
    const std::string condition = object(missed.condition);
    std::string text = sleeper.name + " sleeps on " + condition +
                       in_parentheses(story_, sleeper.source) +
                       ", although what it waits for has come: if it checked again, it would "
                       "continue.\n";
    text += change(missed);
    if (!missed.notifier) {
      const bool said = missed.maker && !missed.notified_after && !missed.notified_instead;
      return said ? text.substr(0, text.size() - 1) : text + "Nobody ever notified it.";
    }
    return text + notification(missed) + " Nobody is left to notify it now.";
  }

  // Who made it true, and whether anybody was told of that.
  std::string change(const MissedWakeup& missed) const {
    if (!missed.maker) return "";
    const std::string made =
        name(*missed.maker) + " made it true" + in_parentheses(story_, missed.made_true);
    if (missed.notified_after) return made + ". ";
    if (missed.notified_instead) {
      return made + " and notified " + object(*missed.notified_instead) + ", not " +
             object(missed.condition) + ". ";
    }
    return made + " and notified nobody. ";
  }

  // The last notification, and why the sleeper did not hear it.
  std::string notification(const MissedWakeup& missed) const {
    const std::string condition = object(missed.condition);
    const std::string text = condition + " was last notified by " + name(*missed.notifier) +
                             in_parentheses(story_, missed.notified);
    const std::string sleeper = name(missed.sleeper);
    const bool woke_it =
        std::find(missed.woken.begin(), missed.woken.end(), missed.sleeper) != missed.woken.end();
    const bool after = missed.maker && missed.notified_after;
    const std::string when = missed.maker && !after ? " before that, " : ", ";
    if (woke_it) return text + when + "and " + sleeper + " woke, checked, and fell asleep again.";
    if (!missed.woken.empty()) {
      return text + when + "and that woke " +
             (missed.woken.size() == 1
                  ? "only " + name(missed.woken.front())
                  : std::to_string(missed.woken.size()) + " others, not " + sleeper) +
             ".";
    }
    if (after && missed.between_look_and_sleep) {
      return text + ", after " + sleeper + " had checked and before it slept.";
    }
    return text + when + "when nobody slept on it.";
  }

  std::string access(const StoryAccess& one) const {
    const Source place = one.calls.empty() ? Source{} : one.calls.front();
    return name(one.thread) + " " + one.verb + in_parentheses(story_, place);
  }

  std::string race() const {
    if (story_.accesses.size() < 2) {
      return "Two threads use the same memory, and nothing orders them.";
    }
    const StoryAccess& earlier = story_.accesses[0];
    const StoryAccess& later = story_.accesses[1];
    if (diagnosis_.after_free) return after_free(earlier, later);
    const bool both_write = earlier.verb != "reads" && later.verb != "reads";
    const std::string one = locks_in_words(story_, earlier);
    const std::string other = locks_in_words(story_, later);
    const std::string variable =
        diagnosis_.variable.empty() ? "" : " (" + diagnosis_.variable + ")";
    return access(earlier) + " holding " + one + ",\n" + access(later) + " holding " + other +
           ".\nIt is the same memory" + variable + (both_write ? ", both change it" : "") +
           ", and nothing orders the two: " + no_lock(earlier, later) + ", and no join between." +
           different_locks(earlier, later, one, other);
  }

  // A lock that both hold orders them, unless both share it.
  std::string no_lock(const StoryAccess& earlier, const StoryAccess& later) const {
    const std::optional<std::size_t> lock = lock_of_both(earlier, later);
    return lock ? "both hold " + object(*lock) + " only shared" : "no lock that both hold";
  }

  static std::optional<std::size_t> lock_of_both(const StoryAccess& earlier,
                                                 const StoryAccess& later) {
    for (const std::size_t lock : earlier.held) {
      if (std::find(later.held.begin(), later.held.end(), lock) != later.held.end()) return lock;
    }
    return std::nullopt;
  }

  // Both hold a lock, but not the same: that is easy to overlook when the two have one name.
  static std::string different_locks(const StoryAccess& earlier, const StoryAccess& later,
                                     const std::string& one, const std::string& other) {
    if (earlier.held.empty() || later.held.empty() || lock_of_both(earlier, later)) return "";
    return "\nEach holds a lock, but these are two different ones: " + one + " and " + other + ".";
  }

  std::string after_free(const StoryAccess& freed, const StoryAccess& used) const {
    const auto place = [this](const StoryAccess& one) {
      return in_parentheses(story_, one.calls.empty() ? Source{} : one.calls.front());
    };
    const char* use = used.verb == "frees"   ? " frees memory that was freed before"
                      : used.verb == "reads" ? " reads memory that was freed"
                                             : " writes to memory that was freed";
    return name(used.thread) + use + place(used) + ".\n" + name(freed.thread) + " freed it" +
           place(freed) + ".";
  }

  std::string message() const {
    std::string text = diagnosis_.message;
    const std::size_t gap = text.find("{}");
    if (gap == std::string::npos || !diagnosis_.object) return text;
    return text.replace(gap, 2, object(*diagnosis_.object));
  }

  // What another thread has to do with the object.
  std::string user() const {
    if (!diagnosis_.user || !diagnosis_.object) return "";
    const StoryThread& thread = story_.threads[*diagnosis_.user];
    const std::string place = in_parentheses(story_, thread.source);
    const auto is_object = [this](const ObjectState& state) {
      return state.object == *diagnosis_.object;
    };
    const auto held = std::find_if(story_.end.begin(), story_.end.end(), is_object);
    const bool holds = held != story_.end.end() &&
                       std::find(held->holders.begin(), held->holders.end(), *diagnosis_.user) !=
                           held->holders.end();
    return "\n" + thread.name + (holds ? " holds it." : " " + use_by(thread) + place + ".");
  }

  static std::string use_by(const StoryThread& thread) {
    if (!thread.next) return "uses it";
    switch (*thread.next) {
      case StepKind::kNotifiesOne:
      case StepKind::kNotifiesAll:
        return "is about to notify it";
      case StepKind::kLocks:
      case StepKind::kTriesToLock:
      case StepKind::kLocksShared:
      case StepKind::kTriesToLockShared:
        return "is about to lock it";
      case StepKind::kUnlocks:
        return "is about to unlock it";
      case StepKind::kWaits:
        return "is about to wait on it";
      case StepKind::kGoesOn:
      case StepKind::kWakesFrom:
        return "waits on it";
      default:
        return "is about to use it";
    }
  }

  std::string misuse() const {
    const std::string text = who() + " " + message() + place() + "." + user();
    return diagnosis_.advice.empty() ? text : text + "\n" + diagnosis_.advice;
  }

  std::string endless() const {
    const std::string whom = who() + place();
    if (!diagnosis_.message.empty()) return whom + " " + diagnosis_.message + ".";
    if (story_.kind == FailureKind::kPolls) {
      return whom +
             " checks again and again for something that another thread has to do.\nIt should wait "
             "until it is notified.";
    }
    if (diagnosis_.only_reads && diagnosis_.object) {
      return whom + " reads " + object(*diagnosis_.object) +
             " again and again, and nobody is left who could change it.";
    }
    const std::string after = "After " + with_commas(diagnosis_.steps) + " steps ";
    const std::string end = ", and nothing shows that the threads will ever end.";
    if (diagnosis_.cycle_steps == 1) return after + whom + " keeps repeating the same step" + end;
    if (diagnosis_.cycle_steps > 1) {
      return after + whom + " keeps repeating the same " + std::to_string(diagnosis_.cycle_steps) +
             " steps" + end;
    }
    return after + "the threads are still busy, " + whom +
           " among them, and nothing shows that they will ever end.";
  }

  // A test framework's words stand below: they have lines of their own.
  std::string wrong_result() const {
    if (diagnosis_.whole_sentence) return diagnosis_.message;
    if (!diagnosis_.invariant.empty()) {
      return who() + " breaks an invariant" + place() + ": " + diagnosis_.invariant + ".\n" +
             diagnosis_.message;
    }
    return who() + " finds a wrong result" + place() + (diagnosis_.by_framework ? ":\n" : ": ") +
           diagnosis_.message;
  }

  std::string crash() const {
    if (diagnosis_.exception_type.empty()) return who() + " " + message() + place() + ".";
    const std::string what =
        who() + " throws " + diagnosis_.exception_type + place() + ", and nobody catches it";
    return diagnosis_.message.empty() ? what + "." : what + ":\n" + diagnosis_.message;
  }

  std::string left_behind() const {
    if (!diagnosis_.unjoined) {
      return "The test is over, and " + who() +
             " still runs. Whoever starts a thread has to wait for its end (join) before what it "
             "uses is gone.";
    }
    return "A std::thread is destroyed, or assigned to, without having been joined: that of " +
           who() + ".\nC++ ends the whole program then (std::terminate). Join the thread first.";
  }

  const Story& story_;
  const Diagnosis& diagnosis_;
};

}  // namespace

std::string in_parentheses(const Story& story, const Source& source) {
  const std::string place = Places(story).of(source);
  return place.empty() ? "" : " (" + place + ")";
}

std::string headline(const Story& story) { return story.kind ? Headline(story).text() : ""; }

}  // namespace interleave
