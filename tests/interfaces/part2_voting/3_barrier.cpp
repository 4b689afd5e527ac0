#include <barrier.hpp>  // The answer.

#include "3_barrier/barrier.hpp"

namespace under_test {
namespace {

::Barrier& barrier(const AnswerPlace& answer) { return answer.get<::Barrier>(); }

}  // namespace

Barrier::Barrier(std::size_t parties) { answer_.make<::Barrier>(parties); }
Barrier::~Barrier() { answer_.destroy<::Barrier>(); }

void Barrier::arrive_and_wait() { barrier(answer_).arrive_and_wait(); }
void Barrier::arrive_and_drop() { barrier(answer_).arrive_and_drop(); }

}  // namespace under_test
