#include "story/memory.hpp"

#include <algorithm>

#include "story/calls.hpp"
#include "story/places.hpp"

namespace interleave {
namespace {

std::string plural(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

const char* racing_address(const Finding& finding) {
  return std::max(static_cast<const char*>(finding.earlier->address),
                  static_cast<const char*>(finding.later->address));
}

std::string block_in_words(const RecordedBlock& block, const char* address, const Story& story,
                           Lines& lines) {
  const std::vector<Location> asked_at = lines.of(block.stack);
  const auto offset =
      static_cast<std::size_t>(address - static_cast<const char*>(block.block.address));
  std::string text = offset == 0 ? "" : plural(offset, "byte") + " after the start of ";
  text += "a block of " + plural(block.block.bytes, "byte") + " that " +
          story.threads[block.block.thread].name + " allocated";
  if (asked_at.empty()) return text;
  return text + ": " + statement_at(asked_at.back()) + " (" +
         Places(story).of(asked_at.back().source) + ")";
}

}  // namespace

std::string racing_variable(const Recorder& recorder) {
  const MemoryName* name = recorder.sightings().of_failure();
  return name == nullptr ? "" : name->name;
}

std::string memory_in_words(const Run& run, const Recorder& recorder, const Finding& finding,
                            const Story& story, Lines& lines) {
  const char* address = racing_address(finding);
  const MemoryName* known = recorder.sightings().of_failure();
  const std::string alone = known == nullptr ? "" : known->with_owner();
  const std::string name = alone.empty() ? "" : alone + ", ";
  if (const auto variable = lines.symbolizer().variable_at(address)) {
    const Source source{variable->file, variable->line, "", ""};
    const std::string place = source.file.empty() ? "" : " (" + Places(story).of(source) + ")";
    return name + "a static variable" + place;
  }
  if (const RecordedBlock* block = recorder.block_around(address)) {
    return name + block_in_words(*block, address, story, lines);
  }
  if (const Thread* thread = run.thread_with_stack(address)) {
    // Without a name that would sound as if the test's own variables were the mistake.
    const bool of_the_body = thread->id == 0 && name.empty();
    return of_the_body ? "" : name + "in a local variable of " + story.threads[thread->id].name;
  }
  for (const Thread* thread : run.threads) {
    if (!thread->flow.has_thread_local(address)) continue;
    return name + "a thread_local variable of " + story.threads[thread->id].name;
  }
  return alone.empty() ? "memory that is no known variable and did not come from new" : alone;
}

}  // namespace interleave
