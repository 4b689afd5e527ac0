#include "story/object_names.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <regex>

#include "story/calls.hpp"

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

struct Match {
  std::string name;
  int distance = std::numeric_limits<int>::max();  // In columns; 0: the column is in it.
};

// Of several matches the one that the column is in or nearest to.
Match nearest_match(const std::string& line, const std::regex& pattern, int column) {
  Match best;
  for (std::sregex_iterator match(line.begin(), line.end(), pattern), end; match != end; ++match) {
    const int begin = static_cast<int>(match->position(0));
    const int last = begin + static_cast<int>(match->length(0));
    const int distance = std::max({0, begin - column, column - last});
    if (distance >= best.distance) continue;
    const auto named = std::find_if(match->begin() + 1, match->end(),
                                    [](const std::ssub_match& group) { return group.matched; });
    best = {named->str(), distance};
  }
  return best;
}

// "ready == 3", "!ready" and "ready || late": the atomic is read by being used as a value.
const std::regex& looked_at() {
  // What a call returns is no variable.
  static const std::string variable =
      R"(([A-Za-z_]\w*(?:(?:\(\))?(?:\.|->)[A-Za-z_]\w*|\[[^\]]*\])*)(?![\w(.]|->))";
  static const std::regex pattern(variable + R"(\s*(?:[=!<>]=|[<>])\s*\w+|!\s*)" + variable + "|" +
                                  variable + R"(\s*(?:\|\||&&)|(?:\|\||&&)\s*)" + variable);
  return pattern;
}

const std::regex& changed_by_operator() {
  static const std::string variable = "(\\*?" + std::string(kVariable).substr(1);
  static const std::regex pattern(R"((?:\+\+|--)\s*)" + variable + "|" + variable +
                                  R"(\s*(?:\+\+|--|(?:[-+&|^*/%]|<<|>>)?=(?!=)))");
  return pattern;
}

// The variable that begins at the column, as in "while (!ready)"; empty if it is a function's or
// an object's whose member is used.
std::string variable_at(const std::string& line, int column) {
  static const std::regex pattern(R"([A-Za-z_]\w*(?:(?:\.|->)[A-Za-z_]\w*|\[[^\]]*\])*)");
  static const std::regex keyword("return|if|while|for|auto|int|bool|new|delete|this|throw|const");
  if (column < 0 || static_cast<std::size_t>(column) >= line.size()) return "";
  std::smatch match;
  const auto begin = line.begin() + column;
  if (!std::regex_search(begin, line.end(), match, pattern,
                         std::regex_constants::match_continuous)) {
    return "";
  }
  const std::string found = match.str();
  const auto next = begin + match.length();
  if ((next != line.end() && *next == '(') || std::regex_match(found, keyword)) return "";
  return found;
}

// The same in C: "pthread_mutex_lock(&mutex)".
const std::regex& c_pattern_of(ObjectKind kind) {
  const auto call = [](const char* functions) {
    return "(?:" + std::string(functions) + R"()\s*\(\s*&?\s*)" + kVariable;
  };
  static const std::regex condition(call("pthread_cond_\\w+|cnd_\\w+"));
  static const std::regex atomic(call("atomic_\\w+|pthread_once|call_once"));
  static const std::regex semaphore(call("sem_\\w+"));
  static const std::regex barrier(call("pthread_barrier_\\w+"));
  static const std::regex mutex(call("pthread_(?:mutex|rwlock|spin)_\\w+|mtx_\\w+"));
  switch (kind) {
    case ObjectKind::kCondition:
      return condition;
    case ObjectKind::kAtomic:
      return atomic;
    case ObjectKind::kSemaphore:
      return semaphore;
    case ObjectKind::kBarrier:
      return barrier;
    default:
      return mutex;
  }
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
    case ObjectKind::kSemaphore:
      return "a semaphore";
    case ObjectKind::kBarrier:
      return "a barrier";
    default:
      return "an atomic";
  }
}

}  // namespace

std::string variable_in(const Location& location, ObjectKind kind) {
  static const std::regex direct(
      method_call("lock|try_lock\\w*|unlock|lock_shared|try_lock_shared\\w*|unlock_shared"));
  const std::string& line = location.source.text;
  const int column = location.column - location.indentation;
  const Match called = nearest_match(line, pattern_of(kind), column);
  const Match in_c = nearest_match(line, c_pattern_of(kind), column);
  if (kind == ObjectKind::kCondition) return called.name.empty() ? in_c.name : called.name;
  if (kind != ObjectKind::kAtomic && kind != ObjectKind::kMemory) {
    if (called.name.empty() && !in_c.name.empty()) return in_c.name;
    return called.name.empty() ? nearest_match(line, direct, column).name : called.name;
  }
  if (!in_c.name.empty()) return in_c.name;
  const std::string named = variable_at(line, column - 1);
  if (!named.empty()) return named;
  const Match changed = nearest_match(line, changed_by_operator(), column);
  const Match looked = nearest_match(line, looked_at(), column);
  if (called.distance <= std::min(changed.distance, looked.distance)) return called.name;
  return changed.distance <= looked.distance ? changed.name : looked.name;
}

std::string variable_changed_in(const Location& location) {
  const int column = location.column - location.indentation;
  return nearest_match(location.source.text, changed_by_operator(), column).name;
}

bool changes_in_place(const Location& location) {
  static const std::regex pattern(R"(\+\+|--|[^=!<>\s]=(?!=)|(?:<<|>>)=)");
  return std::regex_search(statement_at(location, std::string::npos), pattern);
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
