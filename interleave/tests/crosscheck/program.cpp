#include "crosscheck/program.hpp"

#include <algorithm>

namespace crosscheck {
namespace {

Act release_of(Act act) {
  switch (act) {
    case Act::kReadLock:
    case Act::kTryReadLock:
      return Act::kReadUnlock;
    case Act::kWriteLock:
    case Act::kTryWriteLock:
      return Act::kWriteUnlock;
    default:
      return Act::kUnlock;
  }
}

void append(const Op& op, Code& code) {
  const std::size_t at = code.size();
  code.push_back({op.act, op.object, op.value, 0});
  switch (op.act) {
    case Act::kIf:
    case Act::kLock:
    case Act::kTryLock:
    case Act::kReadLock:
    case Act::kTryReadLock:
    case Act::kWriteLock:
    case Act::kTryWriteLock:
    case Act::kLockFor:
      for (const Op& inner : op.body) append(inner, code);
      if (op.act != Act::kIf) code.push_back({release_of(op.act), op.object, 0, 0});
      code[at].skip_to = code.size();
      return;
    default:
      return;
  }
}

// --- As text ---

// Of semaphores and futexes.
std::string head_of_sleep(const Op& op) {
  const std::string number = std::to_string(op.object);
  const std::string value = std::to_string(op.value);
  const std::string x = "x" + number;
  switch (op.act) {
    case Act::kTake:
      return "semaphore" + number + ".take();";
    case Act::kTryTake:
      return "r = semaphore" + number + ".try_take();";
    case Act::kTakeFor:
      return "r = semaphore" + number + ".take_for(" + value + "ms);";
    case Act::kGive:
      return "semaphore" + number + ".give();";
    case Act::kCount:
      return "r = semaphore" + number + ".count();";
    case Act::kFutexWait:
      return "futex_wait(" + x + ", " + value + ");";
    case Act::kFutexWakeOne:
      return "futex_wake_one(" + x + ");";
    case Act::kFutexWakeAll:
      return "futex_wake_all(" + x + ");";
    default:
      return "";
  }
}

std::string head(const Op& op) {
  const std::string number = std::to_string(op.object);
  const std::string value = std::to_string(op.value);
  const std::string x = "x" + number;
  switch (op.act) {
    case Act::kLoad:
      return "r = " + x + ".load();";
    case Act::kStore:
      return x + ".store(" + value + ");";
    case Act::kStoreNext:
      return x + ".store(r + 1);";
    case Act::kAdd:
      return "r = " + x + ".fetch_add(" + value + ");";
    case Act::kExchange:
      return "r = " + x + ".exchange(" + value + ");";
    case Act::kCompareExchange:
      return "r = " + x + ".compare_exchange(" + value + ", " + std::to_string(op.value + 1) + ");";
    case Act::kAwait:
      return "for (3 times) if ((r = " + x + ".load()) == " + value + ") break;";
    case Act::kIf:
      return "if (r == " + value + ")";
    case Act::kLock:
      return "with (mutex" + number + ".lock())";
    case Act::kTryLock:
      return "if (r = mutex" + number + ".try_lock())";
    case Act::kReadLock:
      return "with (shared" + number + ".lock_shared())";
    case Act::kTryReadLock:
      return "if (r = shared" + number + ".try_lock_shared())";
    case Act::kWriteLock:
      return "with (shared" + number + ".lock())";
    case Act::kTryWriteLock:
      return "if (r = shared" + number + ".try_lock())";
    case Act::kLockFor:
      return "if (r = mutex" + number + ".lock_for(" + value + "ms))";
    case Act::kSetData:
      return "data" + number + " = " + value + ";";
    case Act::kReadData:
      return "r = data" + number + ";";
    case Act::kWaitForData:
      return "while (data" + number + " == 0) condition" + number + ".wait(mutex" + number + ");";
    case Act::kWait:
      return "condition" + number + ".wait(mutex" + number + ");";
    case Act::kWaitFor:
      return "r = condition" + number + ".wait_for(mutex" + number + ", " + value + "ms);";
    case Act::kNotifyOne:
      return "condition" + number + ".notify_one();";
    case Act::kNotifyAll:
      return "condition" + number + ".notify_all();";
    case Act::kChoose:
      return "r = choose(" + value + ");";
    case Act::kSleep:
      return "sleep_for(" + value + "ms);";
    default:
      return head_of_sleep(op);
  }
}

void write(const std::vector<Op>& ops, const std::string& margin, std::string& text) {
  for (const Op& op : ops) {
    text += margin + head(op);
    if (text.back() == ';') {
      text += "\n";
      continue;
    }
    text += " {\n";
    write(op.body, margin + "  ", text);
    text += margin + "}\n";
  }
}

// --- Made smaller ---

bool needs_mutex(Act act) {
  return act == Act::kSetData || act == Act::kReadData || act == Act::kWaitForData ||
         act == Act::kWait || act == Act::kWaitFor;
}

bool is_valid(const std::vector<Op>& ops, std::vector<int>& held) {
  return std::all_of(ops.begin(), ops.end(), [&held](const Op& op) {
    const auto holds = std::find(held.begin(), held.end(), op.object);
    if (needs_mutex(op.act)) return holds != held.end();
    const bool locks = op.act == Act::kLock || op.act == Act::kTryLock || op.act == Act::kLockFor;
    if (!locks) return is_valid(op.body, held);
    held.push_back(op.object);
    const bool valid = is_valid(op.body, held);
    held.pop_back();
    return valid;
  });
}

bool is_valid(const Program& program) {
  return std::all_of(program.threads.begin(), program.threads.end(), [](const auto& ops) {
    std::vector<int> held;
    return is_valid(ops, held);
  });
}

// Appends to `result` every list in which one operation of `ops`, or inside one, is gone.
std::vector<std::vector<Op>> with_less(const std::vector<Op>& ops) {
  std::vector<std::vector<Op>> result;
  for (std::size_t i = 0; i < ops.size(); ++i) {
    std::vector<Op> without = ops;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    result.push_back(without);
    if (ops[i].body.empty()) continue;
    without.insert(without.begin() + static_cast<std::ptrdiff_t>(i), ops[i].body.begin(),
                   ops[i].body.end());
    result.push_back(std::move(without));
    for (std::vector<Op>& body : with_less(ops[i].body)) {
      std::vector<Op> other = ops;
      other[i].body = std::move(body);
      result.push_back(std::move(other));
    }
  }
  return result;
}

}  // namespace

Code flatten(const std::vector<Op>& thread) {
  Code code;
  for (const Op& op : thread) append(op, code);
  return code;
}

std::string to_text(const Program& program) {
  std::string text = "seed " + std::to_string(program.seed) + "\n";
  if (program.spurious > 0) {
    text += "spurious wake-ups: " + std::to_string(program.spurious) + "\n";
  }
  for (std::size_t i = 0; i < program.threads.size(); ++i) {
    text += "thread " + std::to_string(i) + ":\n";
    write(program.threads[i], "  ", text);
  }
  return text;
}

std::vector<Program> smaller(const Program& program) {
  std::vector<Program> result;
  const auto offer = [&result](Program candidate) {
    if (is_valid(candidate)) result.push_back(std::move(candidate));
  };
  if (program.spurious > 0) {
    result.push_back(program);
    --result.back().spurious;
  }
  for (std::size_t i = 0; i < program.threads.size(); ++i) {
    if (program.threads[i].empty()) {
      Program other = program;
      other.threads.erase(other.threads.begin() + static_cast<std::ptrdiff_t>(i));
      offer(std::move(other));
    }
    for (std::vector<Op>& ops : with_less(program.threads[i])) {
      Program other = program;
      other.threads[i] = std::move(ops);
      offer(std::move(other));
    }
  }
  return result;
}

}  // namespace crosscheck
