#include "story/object_names.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <regex>

namespace interleave {
namespace {

// A variable or member, perhaps an element of one: "mutex_", "forks_[left]", "other.mutex_".
constexpr const char* kVariable = R"(([A-Za-z_]\w*(?:(?:\.|->)[A-Za-z_]\w*|\[[^\]]*\]|\(\))*))";

std::string method_call(const char* methods) {
  return std::string(kVariable) + R"((?:\.|->)(?:)" + methods + R"()\s*\()";
}

const std::regex& pattern_of(ObjectKind kind) {
  static const std::regex condition(method_call("notify_one|notify_all|wait|wait_for|wait_until"));
  static const std::regex atomic(
      method_call("load|store|exchange|compare_exchange_\\w+|fetch_\\w+|wait|notify_one|notify_all|"
                  "test_and_set|test|clear|acquire|release|try_acquire\\w*|count_down|"
                  "arrive\\w*|get|set_value"));
  static const std::regex holder(
      R"((?:lock_guard|unique_lock|scoped_lock|shared_lock)(?:\s*<[^>]*>)?\s*\w*\s*[({]\s*)" +
      std::string(kVariable));
  switch (kind) {
    case ObjectKind::kCondition:
      return condition;
    case ObjectKind::kAtomic:
    case ObjectKind::kMemory:
      return atomic;
    default:
      return holder;
  }
}

// Of several matches the one that the column is in or nearest to.
std::string nearest_match(const std::string& line, const std::regex& pattern, int column) {
  std::string best;
  int best_distance = std::numeric_limits<int>::max();
  for (std::sregex_iterator match(line.begin(), line.end(), pattern), end; match != end; ++match) {
    const int begin = static_cast<int>(match->position(0));
    const int last = begin + static_cast<int>(match->length(0));
    const int distance = std::max({0, begin - column, column - last});
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = (*match)[1].matched ? (*match)[1].str() : (*match)[2].str();
  }
  return best;
}

const char* kind_in_words(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::kMutex:
    case ObjectKind::kSharedMutex:
      return "a mutex";
    case ObjectKind::kCondition:
      return "a condition variable";
    case ObjectKind::kMemory:
      return "a variable";
    default:
      return "an atomic";
  }
}

}  // namespace

std::string variable_in(const Location& location, ObjectKind kind) {
  static const std::regex direct(
      method_call("lock|try_lock\\w*|unlock|lock_shared|try_lock_shared\\w*|unlock_shared"));
  static const std::regex changed_by_operator(R"((?:\+\+|--)\s*)" + std::string(kVariable) + "|" +
                                              kVariable + R"(\s*(?:\+\+|--|[-+&|^]?=(?!=)))");
  const std::string& line = location.source.text;
  const int column = location.column - location.indentation;
  std::string found = nearest_match(line, pattern_of(kind), column);
  if (!found.empty() || kind == ObjectKind::kCondition) return found;
  const bool is_mutex = kind == ObjectKind::kMutex || kind == ObjectKind::kSharedMutex;
  return nearest_match(line, is_mutex ? direct : changed_by_operator, column);
}

void ObjectNames::note_use(const Object& object, const Location& location) {
  Use& use = uses_[&object];
  if (use.place.empty()) {
    use.place = std::filesystem::path(location.source.file).filename().string() + ":" +
                std::to_string(location.source.line);
  }
  if (use.variable.empty()) use.variable = variable_in(location, object.kind);
}

std::string ObjectNames::of(const Object& object) {
  std::string& name = names_[&object];
  if (!name.empty()) return name;
  const Use& use = uses_[&object];
  name = use.variable;
  if (name.empty()) {
    name = kind_in_words(object.kind);
    if (!use.place.empty()) name += " (" + use.place + ")";
  }
  const int others = given_[name]++;
  if (others > 0) name += " #" + std::to_string(others + 1);
  return name;
}

}  // namespace interleave
