#include "crosscheck/order.hpp"

#include <algorithm>

namespace crosscheck {
namespace {

void join(Order::Clock& clock, const Order::Clock& other) {
  for (std::size_t i = 0; i < clock.size(); ++i) clock[i] = std::max(clock[i], other[i]);
}

std::uint64_t mix(std::uint64_t z) {
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

std::size_t index(int i) { return static_cast<std::size_t>(i); }

}  // namespace

void Order::begin(int thread, const Clock& cause) {
  thread_ = thread;
  now_ = clocks_[index(thread)];
  join(now_, cause);
  join(now_, standstill_);
  used_count_ = 0;
}

void Order::use(int object, Use use, bool failed_conflict) {
  for (const Use other : {Use::kShared, Use::kFailed, Use::kExclusive}) {
    const bool conflict =
        other != use || use == Use::kExclusive || (use == Use::kFailed && failed_conflict);
    if (conflict) join(now_, uses_[index(object)][static_cast<std::size_t>(other)]);
  }
  used_[used_count_++] = {object, use};
}

void Order::end(int way) {
  ++now_[index(thread_)];
  clocks_[index(thread_)] = now_;
  for (std::size_t i = 0; i < used_count_; ++i) {
    const auto& [object, use] = used_[i];
    join(uses_[index(object)][static_cast<std::size_t>(use)], now_);
  }
  std::uint64_t event =
      mix(static_cast<std::uint64_t>(thread_ + 1) << 8 | static_cast<std::uint64_t>(way + 1));
  for (const std::uint8_t known : now_) event = mix(event + known + 0x9E3779B97F4A7C15u);
  hash_ += event;
}

void Order::stand_still() {
  for (const Clock& clock : clocks_) join(standstill_, clock);
}

}  // namespace crosscheck
