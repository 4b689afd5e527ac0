#include <chrono>
#include <deadlines.hpp>  // The answer.
#include <exception>
#include <memory>
#include <utility>

#include "5_deadlines/deadlines.hpp"
#include "items.hpp"
#include "tests/interfaces/offer.hpp"

namespace under_test {
namespace {

template <typename T>
::BoundedQueue<T>& queue(const AnswerPlace& answer) {
  return answer.get<::BoundedQueue<T>>();
}

}  // namespace

template <typename T>
BoundedQueue<T>::BoundedQueue(std::size_t capacity) {
  answer_.make<::BoundedQueue<T>>(capacity);
}

template <typename T>
BoundedQueue<T>::~BoundedQueue() {
  answer_.destroy<::BoundedQueue<T>>();
}

template <typename T>
bool BoundedQueue<T>::push(const T& item) requires std::copy_constructible<T> {
  if constexpr (std::copy_constructible<T>) {
    return queue<T>(answer_).push(item);
  } else {
    std::terminate();  // clang 14 compiles it for every T.
  }
}

template <typename T>
bool BoundedQueue<T>::push(T&& item) {
  return queue<T>(answer_).push(std::move(item));
}

template <typename T>
std::optional<T> BoundedQueue<T>::pop() {
  return queue<T>(answer_).pop();
}

template <typename T>
bool BoundedQueue<T>::try_push(T& item) {
  return offer(queue<T>(answer_), item);
}

template <typename T>
bool BoundedQueue<T>::try_push(T&& item) {
  return queue<T>(answer_).try_push(std::move(item));
}

template <typename T>
std::optional<T> BoundedQueue<T>::try_pop() {
  return queue<T>(answer_).try_pop();
}

template <typename T>
template <typename Rep, typename Period>
bool BoundedQueue<T>::try_push_for(T& item, const std::chrono::duration<Rep, Period>& timeout) {
  return queue<T>(answer_).try_push_for(item, timeout);
}

template <typename T>
template <typename Rep, typename Period>
bool BoundedQueue<T>::try_push_for(T&& item, const std::chrono::duration<Rep, Period>& timeout) {
  return queue<T>(answer_).try_push_for(std::move(item), timeout);
}

template <typename T>
template <typename Duration>
bool BoundedQueue<T>::try_push_until(T& item,
                                     const std::chrono::time_point<Clock, Duration>& deadline) {
  return queue<T>(answer_).try_push_until(item, deadline);
}

template <typename T>
template <typename Duration>
bool BoundedQueue<T>::try_push_until(T&& item,
                                     const std::chrono::time_point<Clock, Duration>& deadline) {
  return queue<T>(answer_).try_push_until(std::move(item), deadline);
}

template <typename T>
template <typename Rep, typename Period>
std::optional<T> BoundedQueue<T>::try_pop_for(const std::chrono::duration<Rep, Period>& timeout) {
  return queue<T>(answer_).try_pop_for(timeout);
}

template <typename T>
template <typename Duration>
std::optional<T> BoundedQueue<T>::try_pop_until(
    const std::chrono::time_point<Clock, Duration>& deadline) {
  return queue<T>(answer_).try_pop_until(deadline);
}

template <typename T>
void BoundedQueue<T>::close() {
  queue<T>(answer_).close();
}

template <typename T>
bool BoundedQueue<T>::closed() const {
  return std::as_const(queue<T>(answer_)).closed();
}

template <typename T>
std::size_t BoundedQueue<T>::size() const {
  return std::as_const(queue<T>(answer_)).size();
}

template <typename T>
std::size_t BoundedQueue<T>::capacity() const {
  return std::as_const(queue<T>(answer_)).capacity();
}

template class BoundedQueue<int>;
template class BoundedQueue<std::unique_ptr<int>>;
template class BoundedQueue<Fragile>;
template class BoundedQueue<Slow>;

// The calls with a limit, for each unit of time that a test uses.
#define WORKBOOK_LIMIT_FOR(T, Duration)                              \
  template bool BoundedQueue<T>::try_push_for(T&, const Duration&);  \
  template bool BoundedQueue<T>::try_push_for(T&&, const Duration&); \
  template std::optional<T> BoundedQueue<T>::try_pop_for(const Duration&);

#define WORKBOOK_LIMIT_UNTIL(T, Duration)                                                         \
  template bool BoundedQueue<T>::try_push_until(T&,                                               \
                                                const std::chrono::time_point<Clock, Duration>&); \
  template bool BoundedQueue<T>::try_push_until(T&&,                                              \
                                                const std::chrono::time_point<Clock, Duration>&); \
  template std::optional<T> BoundedQueue<T>::try_pop_until(                                       \
      const std::chrono::time_point<Clock, Duration>&);

using Nanoseconds = std::chrono::nanoseconds;
using Microseconds = std::chrono::microseconds;
using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
using Hours = std::chrono::hours;
using Quarters = std::chrono::duration<int, std::ratio<1, 4>>;
using RealSeconds = std::chrono::duration<double>;
using RealMilliseconds = std::chrono::duration<double, std::milli>;
using RealNanoseconds = std::chrono::duration<long double, std::nano>;
using Pointer = std::unique_ptr<int>;

WORKBOOK_LIMIT_FOR(int, Nanoseconds)
WORKBOOK_LIMIT_FOR(int, Microseconds)
WORKBOOK_LIMIT_FOR(int, Milliseconds)
WORKBOOK_LIMIT_FOR(int, Seconds)
WORKBOOK_LIMIT_FOR(int, Hours)
WORKBOOK_LIMIT_FOR(int, Quarters)
WORKBOOK_LIMIT_FOR(int, RealSeconds)
WORKBOOK_LIMIT_FOR(int, RealNanoseconds)
WORKBOOK_LIMIT_FOR(Pointer, Milliseconds)
WORKBOOK_LIMIT_FOR(Fragile, Milliseconds)
WORKBOOK_LIMIT_FOR(Slow, Nanoseconds)

WORKBOOK_LIMIT_UNTIL(int, Nanoseconds)
WORKBOOK_LIMIT_UNTIL(int, Seconds)
WORKBOOK_LIMIT_UNTIL(int, Hours)
WORKBOOK_LIMIT_UNTIL(int, RealSeconds)
WORKBOOK_LIMIT_UNTIL(int, RealMilliseconds)
WORKBOOK_LIMIT_UNTIL(int, RealNanoseconds)
WORKBOOK_LIMIT_UNTIL(Pointer, Nanoseconds)
WORKBOOK_LIMIT_UNTIL(Fragile, Nanoseconds)
WORKBOOK_LIMIT_UNTIL(Slow, Nanoseconds)

}  // namespace under_test
