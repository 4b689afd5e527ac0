#include "story/bookkeeping.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace interleave {
namespace {

bool changes_or_looks(OpKind kind) {
  switch (kind) {
    case OpKind::kAtomicLoad:
    case OpKind::kAtomicStore:
    case OpKind::kAtomicUpdate:
    case OpKind::kYield:
    case OpKind::kLock:
    case OpKind::kTryLock:
    case OpKind::kUnlock:
    case OpKind::kOnce:
    case OpKind::kOnceEnd:
      return true;
    default:
      return false;
  }
}

bool is_atomic(OpKind kind) {
  return kind == OpKind::kAtomicLoad || kind == OpKind::kAtomicStore ||
         kind == OpKind::kAtomicUpdate || kind == OpKind::kYield;
}

bool is_in(const std::vector<Location>& lines, std::string_view file) {
  return std::any_of(lines.begin(), lines.end(),
                     [file](const Location& line) { return line.source.file.ends_with(file); });
}

bool is_in_function(const std::vector<Location>& lines, std::string_view name) {
  return std::any_of(lines.begin(), lines.end(), [name](const Location& line) {
    return line.source.function.find(name) != std::string::npos;
  });
}

// Owners of shared_ptr and of future's state are counted, and these have locks and waits of their
// own. libstdc++ and libc++.
bool counts_owners(const std::vector<Location>& lines) {
  static constexpr std::array<std::string_view, 6> kFiles = {
      "/bits/shared_ptr_base.h", "/bits/shared_ptr.h",     "/bits/shared_ptr_atomic.h",
      "/ext/atomicity.h",        "/__memory/shared_ptr.h", "/bits/atomic_futex.h"};
  const auto inside = [&lines](std::string_view file) { return is_in(lines, file); };
  return std::any_of(kFiles.begin(), kFiles.end(), inside) || inside("/future");
}

// Looking a few times before falling asleep, and counting the sleepers. libstdc++ and libc++.
bool spins_before_it_sleeps(const std::vector<Location>& lines) {
  static constexpr std::array<std::string_view, 4> kFiles = {
      "/bits/atomic_wait.h", "/bits/atomic_timed_wait.h", "/__threading_support",
      "/__atomic/atomic_sync.h"};
  return std::any_of(kFiles.begin(), kFiles.end(),
                     [&lines](std::string_view file) { return is_in(lines, file); });
}

// The lock inside the state of a stop_source, and the counts of those who know it.
bool keeps_stop_state(const std::vector<Location>& lines) {
  static constexpr std::array<std::string_view, 9> kFunctions = {
      "_M_lock",     "_M_unlock",   "_M_do_try_lock",     "_M_add_owner",      "_M_release_ownersh",
      "_M_add_ssrc", "_M_sub_ssrc", "_M_register_callba", "_M_remove_callback"};
  return is_in(lines, "/stop_token") &&
         std::any_of(kFunctions.begin(), kFunctions.end(),
                     [&lines](std::string_view name) { return is_in_function(lines, name); });
}

// That of a condition_variable_any; where it gives back the reader's lock and takes it again, that
// is said with its wait.
bool is_lock_of_condition(const std::vector<Location>& lines) {
  return is_in(lines, "/condition_variable") && !is_in_function(lines, "_Unlock");
}

}  // namespace

bool is_library_bookkeeping(Symbolizer& symbolizer, const RecordedStep& step,
                            const MemoryName* name) {
  if (!changes_or_looks(step.kind)) return false;
  if (name != nullptr && name->full.starts_with("guard variable for ")) return true;
  const std::vector<Location> lines = symbolizer.library_lines(step.stack);
  if (lines.empty()) return false;
  if (counts_owners(lines)) return true;
  if (is_atomic(step.kind)) return spins_before_it_sleeps(lines) || keeps_stop_state(lines);
  return is_lock_of_condition(lines);
}

}  // namespace interleave
