// Spinning: a thread that looks at the same place again and again, and sees the same each time, can
// only go on when another has written. To it, a thousand looks are one wait.
#pragma once

#include <cstdint>

#include "model/object.hpp"
#include "model/thread.hpp"

namespace interleave {

// A thread that has looked in vain so often gets no choice for each further look.
inline constexpr std::uint32_t kSpinsMax = 2;

// One that has looked or yielded so often will not stop by itself: standard libraries spin and
// yield a few times before they block. It waits until somebody has written.
inline constexpr std::uint32_t kLooksMax = 64;

// `thread` is about to look at `object`, from thread.pc.
void begin_look(Thread& thread, const Object& object);

// It has looked. What it saw it may see again. `changed` says that it has written another value.
void end_look(Thread& thread, const Object& object, bool changed);

// It has slept, or waited until its time was over: its next look is no more of the same.
void forget_looks(Thread& thread);

// It waits for a change before it looks once more, unless nobody else can do anything.
bool stands_back(const Thread& thread);

// It does nothing but look or yield; time may pass meanwhile.
bool only_looks(const Thread& thread);

// Its next look follows the last one at once, up to the one after which it blocks or stands back.
bool looks_at_once(const Thread& thread);

// It looks at more than one object in turns.
bool looks_at_several(const Thread& thread);

}  // namespace interleave
