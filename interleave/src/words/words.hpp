// The words of a story, each made from the story's data alone.
#pragma once

#include <string>

#include "interleave/story.hpp"

namespace interleave {

// Writes all texts of `story` that follow from its other fields.
void put_into_words(Story& story);

// "locks mutex_"
std::string in_words(const Story& story, const Step& step);

// How a thread stands at the end: "waits on not_full_".
std::string in_words(const Story& story, const StoryThread& thread);

// Why nothing orders the accesses of a race.
std::string in_words(const Story& story, const Unordered& unordered);

// "mutex_ and other_", "no lock"
std::string locks_in_words(const Story& story, const StoryAccess& access);

// "90 min", and "1 h 1 ms" where no unit says it in a number that is easily read.
std::string duration_in_words(std::int64_t nanoseconds);

// " (queue.hpp:24)"; nothing where the place is not known.
std::string in_parentheses(const Story& story, const Source& source);

// "the race", "made true here"; empty for most steps.
std::string mark_in_words(const Story& story, const Step& step);

}  // namespace interleave
