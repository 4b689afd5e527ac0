#include <exception>
#include <handoff.hpp>  // The answer.
#include <memory>
#include <utility>

#include "2_handoff/handoff.hpp"
#include "items.hpp"

namespace under_test {
namespace {

template <typename T>
::Handoff<T>& handoff(const AnswerPlace& answer) {
  return answer.get<::Handoff<T>>();
}

}  // namespace

template <typename T>
Handoff<T>::Handoff() {
  answer_.make<::Handoff<T>>();
}

template <typename T>
Handoff<T>::~Handoff() {
  answer_.destroy<::Handoff<T>>();
}

template <typename T>
void Handoff<T>::put(const T& value) requires std::copy_constructible<T> {
  if constexpr (std::copy_constructible<T>) {
    handoff<T>(answer_).put(value);
  } else {
    std::terminate();  // clang 14 compiles it for every T.
  }
}

template <typename T>
void Handoff<T>::put(T&& value) {
  handoff<T>(answer_).put(std::move(value));
}

template <typename T>
T Handoff<T>::take() {
  return handoff<T>(answer_).take();
}

template class Handoff<int>;
template class Handoff<std::unique_ptr<int>>;
template class Handoff<Parcel>;
template class Handoff<Traveller>;

}  // namespace under_test
