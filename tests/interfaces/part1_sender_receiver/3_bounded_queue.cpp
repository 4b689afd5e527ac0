#include <bounded_queue.hpp>  // The answer.
#include <exception>
#include <memory>
#include <utility>

#include "3_bounded_queue/bounded_queue.hpp"
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
void BoundedQueue<T>::push(const T& item) requires std::copy_constructible<T> {
  if constexpr (std::copy_constructible<T>) {
    queue<T>(answer_).push(item);
  } else {
    std::terminate();  // clang 14 compiles it for every T.
  }
}

template <typename T>
void BoundedQueue<T>::push(T&& item) {
  queue<T>(answer_).push(std::move(item));
}

template <typename T>
T BoundedQueue<T>::pop() {
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
template class BoundedQueue<Rationed>;
template class BoundedQueue<Traveller>;

}  // namespace under_test
