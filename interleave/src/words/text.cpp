// Stories as text: one lane a thread, one line a step.
#include <algorithm>
#include <sstream>

#include "interleave/adapter.hpp"
#include "interleave/result.hpp"
#include "interleave/story.hpp"
#include "story/places.hpp"
#include "words/layout.hpp"
#include "words/table.hpp"
#include "words/words.hpp"

namespace interleave {
namespace {

// Each line two columns to the right.
std::string indented(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) result += "  " + line + "\n";
  return result;
}

// Where a race's accesses were called from, if anybody called: else the steps say it all.
std::string accesses_in_words(const Story& story, const Places& places, std::size_t columns) {
  const bool tells = std::any_of(story.accesses.begin(), story.accesses.end(),
                                 [](const StoryAccess& access) { return access.calls.size() > 1; });
  if (!tells) return "";
  std::size_t longest = 0;
  for (const StoryAccess& access : story.accesses) {
    for (const Source& call : access.calls) longest = std::max(longest, call.text.size());
  }
  std::string text;
  for (const StoryAccess& access : story.accesses) {
    text += wrapped(story.threads[access.thread].name + " " + access.verb + " it, holding " +
                        locks_in_words(story, access),
                    columns) +
            "\n";
    for (const Source& call : access.calls) {
      const std::string place = places.of(call);
      const std::size_t taken = place.size() + 4;
      const std::size_t room = std::max<std::size_t>(20, columns > taken ? columns - taken : 0);
      const std::vector<std::string> lines = broken(call.text, room, "  ");
      text += "  " + padded(lines.front(), std::min(room, longest)) + "  " + place + "\n";
      for (std::size_t i = 1; i < lines.size(); ++i) text += "  " + lines[i] + "\n";
    }
  }
  return text;
}

std::string in_capitals(std::string_view words) {
  std::string text(words);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

}  // namespace

std::string_view name(FailureKind kind) {
  switch (kind) {
    case FailureKind::kWrongResult:
      return "wrong result";
    case FailureKind::kDeadlock:
      return "deadlock";
    case FailureKind::kLostWakeup:
      return "lost wake-up";
    case FailureKind::kDataRace:
      return "data race";
    case FailureKind::kNeverEnds:
      return "never ends";
    case FailureKind::kPolls:
      return "polls";
    case FailureKind::kCrash:
      return "crash";
    case FailureKind::kMisuse:
      return "misuse";
    case FailureKind::kThreadLeftBehind:
      return "thread left behind";
  }
  return "failure";
}

std::string to_text(const Story& story, std::size_t columns) {
  const Places places(story);
  constexpr std::size_t kIndentation = 4;
  const std::size_t room = std::max(columns, kColumnsMin) - kIndentation;
  const auto section = [](const std::string& title, const std::string& lines) {
    return lines.empty() ? "" : "\n  " + title + "\n" + indented(indented(lines));
  };
  std::string ends;
  for (const StoryThread& thread : story.threads) {
    if (!thread.stuck) continue;
    const std::string place = places.of(thread.source);
    const std::string end =
        thread.name + " " + thread.end + (place.empty() ? "" : " (" + place + ")");
    ends += wrapped(end, room) + "\n";
  }
  const auto sentence = [room](const std::string& text) {
    return text.empty() ? "" : wrapped(text, room) + "\n";
  };
  return Table(story, places, columns).text() + section("In the end", ends) +
         section("The memory", sentence(story.memory)) +
         section("The calls", accesses_in_words(story, places, room)) +
         section("Why nothing orders the two", sentence(story.why));
}

std::string describe(const Result& result) {
  if (!result.failure) return "could not be explored: " + result.seen;
  const Failure& failure = *result.failure;
  const std::size_t columns = text_columns();
  // Frameworks put some columns in front, and a line that is not full is easier to read.
  constexpr std::size_t kMargin = 8;
  return in_capitals(name(failure.kind)) + "   " + result.seen + "\n\n" +
         indented(wrapped(failure.headline, columns - kMargin)) + "\n" +
         to_text(failure.story, columns);
}

}  // namespace interleave
