// How each part of a story is written and read as JSON: its members have the names of its fields.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "interleave/result.hpp"

// A value that may be missing is null.
template <typename T>
struct nlohmann::adl_serializer<std::optional<T>> {
  static void to_json(json& to, const std::optional<T>& from) {
    if (from)
      to = *from;
    else
      to = nullptr;
  }
  static void from_json(const json& from, std::optional<T>& to) {
    if (from.is_null())
      to.reset();
    else
      to = from.get<T>();
  }
};

// A place that is not known is null.
template <>
struct nlohmann::adl_serializer<interleave::Source> {
  static void to_json(json& to, const interleave::Source& from) {
    if (from.file.empty()) return void(to = nullptr);
    to = {
        {"file", from.file}, {"line", from.line}, {"function", from.function}, {"text", from.text}};
  }
  static void from_json(const json& from, interleave::Source& to) {
    if (from.is_null()) return void(to = {});
    from.at("file").get_to(to.file);
    from.at("line").get_to(to.line);
    from.at("function").get_to(to.function);
    from.at("text").get_to(to.text);
  }
};

namespace interleave {

NLOHMANN_JSON_SERIALIZE_ENUM(Verdict, {{Verdict::kUnknown, "unknown"},
                                       {Verdict::kPassed, "passed"},
                                       {Verdict::kFailed, "failed"}})

NLOHMANN_JSON_SERIALIZE_ENUM(Coverage, {{Coverage::kSampled, "sampled"},
                                        {Coverage::kBounded, "bounded"},
                                        {Coverage::kAll, "all"}})

NLOHMANN_JSON_SERIALIZE_ENUM(FailureKind, {{FailureKind::kWrongResult, "wrong result"},
                                           {FailureKind::kDeadlock, "deadlock"},
                                           {FailureKind::kLostWakeup, "lost wake-up"},
                                           {FailureKind::kDataRace, "data race"},
                                           {FailureKind::kNeverEnds, "never ends"},
                                           {FailureKind::kPolls, "polls"},
                                           {FailureKind::kCrash, "crash"},
                                           {FailureKind::kMisuse, "misuse"},
                                           {FailureKind::kThreadLeftBehind, "thread left behind"}})

NLOHMANN_JSON_SERIALIZE_ENUM(StepKind, {{StepKind::kTells, "tells"},
                                        {StepKind::kCalls, "calls"},
                                        {StepKind::kAccesses, "accesses"},
                                        {StepKind::kRepeats, "repeats"},
                                        {StepKind::kPrints, "prints"},
                                        {StepKind::kFails, "fails"},
                                        {StepKind::kStartsThread, "starts thread"},
                                        {StepKind::kLocks, "locks"},
                                        {StepKind::kTriesToLock, "tries to lock"},
                                        {StepKind::kUnlocks, "unlocks"},
                                        {StepKind::kLocksShared, "locks shared"},
                                        {StepKind::kTriesToLockShared, "tries to lock shared"},
                                        {StepKind::kLocksAndUnlocks, "locks and unlocks"},
                                        {StepKind::kWaits, "waits"},
                                        {StepKind::kGoesOn, "goes on"},
                                        {StepKind::kNotifiesOne, "notifies one"},
                                        {StepKind::kNotifiesAll, "notifies all"},
                                        {StepKind::kReads, "reads"},
                                        {StepKind::kWrites, "writes"},
                                        {StepKind::kUpdates, "updates"},
                                        {StepKind::kSleepsOn, "sleeps on"},
                                        {StepKind::kWakesFrom, "wakes from"},
                                        {StepKind::kWakesThoseOn, "wakes those on"},
                                        {StepKind::kSleeps, "sleeps"},
                                        {StepKind::kLetsOthersGoFirst, "lets others go first"},
                                        {StepKind::kSetsWallClock, "sets wall clock"},
                                        {StepKind::kYields, "yields"},
                                        {StepKind::kJoins, "joins"},
                                        {StepKind::kRunsOnce, "runs once"},
                                        {StepKind::kHasRunOnce, "has run once"},
                                        {StepKind::kTakes, "takes"},
                                        {StepKind::kTriesToTake, "tries to take"},
                                        {StepKind::kGives, "gives"},
                                        {StepKind::kCounts, "counts"},
                                        {StepKind::kArrives, "arrives"},
                                        {StepKind::kDestroys, "destroys"},
                                        {StepKind::kChooses, "chooses"},
                                        {StepKind::kEnds, "ends"}})

NLOHMANN_JSON_SERIALIZE_ENUM(Outcome, {{Outcome::kDone, "done"},
                                       {Outcome::kTimedOut, "timed out"},
                                       {Outcome::kInVain, "in vain"},
                                       {Outcome::kNotAsked, "not asked"}})

NLOHMANN_JSON_SERIALIZE_ENUM(Mark, {{Mark::kNone, ""},
                                    {Mark::kRace, "the race"},
                                    {Mark::kMadeItTrue, "made it true"},
                                    {Mark::kLostHere, "lost here"},
                                    {Mark::kBreaks, "breaks"}})

NLOHMANN_JSON_SERIALIZE_ENUM(ThreadEnd,
                             {{ThreadEnd::kEnded, "ended"},
                              {ThreadEnd::kCanGoOn, "can go on"},
                              {ThreadEnd::kWaitsForLock, "waits for lock"},
                              {ThreadEnd::kAsleep, "asleep"},
                              {ThreadEnd::kWantsMutexBack, "wants mutex back"},
                              {ThreadEnd::kJoins, "joins"},
                              {ThreadEnd::kSleeps, "sleeps"},
                              {ThreadEnd::kWaitsForInitialisation, "waits for initialisation"}})

NLOHMANN_JSON_SERIALIZE_ENUM(Unordered::Reason, {{Unordered::Reason::kToldNothing, "told nothing"},
                                                 {Unordered::Reason::kNotAsked, "not asked"},
                                                 {Unordered::Reason::kTooWeak, "too weak"},
                                                 {Unordered::Reason::kTooEarly, "too early"}})

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StoryObject, name, kind)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ObjectState, object, holders, waiters)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Step, thread, kind, outcome, object, mutex, other, woken, asleep,
                                   count, steps, time_ns, asleep_ns, until_ns, verb, text, waits_in,
                                   source, mark, output, is_call, inside_call, before, what)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StoryThread, name, end, stuck, source, caller, waits_for_object,
                                   waits_for_threads, state, condition, waits_in, next,
                                   ever_notified)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MissedWakeup, sleeper, condition, maker, made_true,
                                   notified_after, notified_instead, notifier, notified,
                                   while_asleep, woken, between_look_and_sleep)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StoryAccess, thread, verb, held, calls)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Unordered, reason, told, asked, told_relaxed, asked_relaxed)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Diagnosis, thread, place, message, exception_type, advice,
                                   object, user, by_framework, invariant, whole_sentence, missed,
                                   after_free, variable, unordered, steps, cycle_steps, only_reads,
                                   unjoined)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Story, kind, diagnosis, threads, steps, objects, end, accesses,
                                   memory, why)

}  // namespace interleave
