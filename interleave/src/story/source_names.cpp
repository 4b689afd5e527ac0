#include "story/source_names.hpp"

#include <fstream>
#include <regex>

#include "story/calls.hpp"

namespace interleave {
namespace {

// A variable or member, perhaps an element of one: "mutex_", "forks_[left]", "other.mutex_".
constexpr const char* kVariable = R"(([A-Za-z_]\w*(?:(?:\.|->)[A-Za-z_]\w*|\[[^\]]*\])*))";

std::string method_call(const char* methods) {
  return std::string(kVariable) + R"((?:\.|->)(?:)" + methods + R"()\s*\()";
}

// The same in C: "pthread_mutex_lock(&mutex)".
std::string function_call(const char* functions) {
  return "(?:" + std::string(functions) + R"()\s*\(\s*&?\s*)" + kVariable;
}

std::regex either(const std::string& one, const std::string& other) {
  return std::regex(one + "|" + other);
}

// A line may read one atomic and write another: "missing_ = parties_.load()".
const std::regex& atomic_pattern_of(OpKind operation) {
  static const std::regex load =
      either(method_call("load|wait|test"), function_call("atomic_(?:flag_)?(?:load|test)\\w*"));
  static const std::regex store =
      either(method_call("store|clear"), function_call("atomic_(?:flag_)?(?:store|clear)\\w*"));
  static const std::regex update =
      either(method_call("exchange|compare_exchange_\\w+|fetch_\\w+|test_and_set"),
             function_call("atomic_(?:flag_)?(?:exchange|compare|fetch|test_and_set)\\w*"));
  static const std::regex wait = std::regex(method_call("wait"));
  static const std::regex wake = std::regex(method_call("notify_one|notify_all"));
  switch (operation) {
    case OpKind::kAtomicLoad:
      return load;
    case OpKind::kAtomicStore:
      return store;
    case OpKind::kFutexWait:
      return wait;
    case OpKind::kFutexWake:
      return wake;
    default:
      return update;
  }
}

const std::regex& pattern_of(ObjectKind kind, OpKind operation) {
  static const std::regex condition =
      either(method_call("notify_one|notify_all|wait|wait_for|wait_until"),
             function_call("pthread_cond_\\w+|cnd_\\w+"));
  static const std::regex semaphore =
      either(method_call("acquire|release|try_acquire\\w*"), function_call("sem_\\w+"));
  static const std::regex barrier =
      either(method_call("arrive\\w*"), function_call("pthread_barrier_\\w+"));
  static const std::string holder =
      R"((?:lock_guard|unique_lock|scoped_lock|shared_lock)(?:\s*<[^>]*>)?\s*\w*\s*[({]\s*)" +
      std::string(kVariable) + R"(\s*[)}])";
  static const std::regex mutex =
      either(method_call("lock|try_lock\\w*|unlock|lock_shared|try_lock_shared\\w*|unlock_shared"),
             holder + "|" + function_call("pthread_(?:mutex|rwlock|spin)_\\w+|mtx_\\w+"));
  switch (kind) {
    case ObjectKind::kCondition:
      return condition;
    case ObjectKind::kAtomic:
    case ObjectKind::kMemory:
      return atomic_pattern_of(operation);
    case ObjectKind::kSemaphore:
      return semaphore;
    case ObjectKind::kBarrier:
      return barrier;
    default:
      return mutex;
  }
}

// "lock.unlock()" may be said of a std::unique_lock: that is no mutex.
bool is_lock_holder(const std::string& name, const std::string& file) {
  const std::regex declared(R"((?:unique|shared|scoped)_lock\b[^;=]*\b)" + name + R"(\s*[({=;])");
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.find(name) != std::string::npos && std::regex_search(line, declared)) return true;
  }
  return false;
}

}  // namespace

std::string variable_in(const Location& location, ObjectKind kind, OpKind operation) {
  const std::string statement = statement_at(location, std::string::npos);
  const std::regex& pattern = pattern_of(kind, operation);
  std::string found;
  for (std::sregex_iterator match(statement.begin(), statement.end(), pattern), end; match != end;
       ++match) {
    if (!found.empty()) return "";
    for (std::size_t group = 1; group < match->size(); ++group) {
      if ((*match)[group].matched) found = (*match)[group].str();
    }
  }
  const bool is_name = found.find_first_of(".[-") == std::string::npos;
  const bool locks = kind == ObjectKind::kMutex || kind == ObjectKind::kSharedMutex;
  if (locks && is_name && !found.empty() && is_lock_holder(found, location.source.file)) return "";
  return found;
}

bool changes_in_place(const Location& location) {
  static const std::regex pattern(R"(\+\+|--|[^=!<>\s]=(?!=)|(?:<<|>>)=)");
  return std::regex_search(statement_at(location, std::string::npos), pattern);
}

}  // namespace interleave
