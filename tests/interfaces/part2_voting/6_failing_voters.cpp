#include <failing_voters.hpp>  // The answer.
#include <utility>

#include "6_failing_voters/failing_voters.hpp"

namespace under_test {

std::vector<std::optional<int>> agree_despite_failures(const std::vector<int>& choices,
                                                       std::size_t failures_max, GoesOn goes_on) {
  return ::agree_despite_failures(choices, failures_max, std::move(goes_on));
}

}  // namespace under_test
