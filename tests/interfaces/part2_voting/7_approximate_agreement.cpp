#include <approximate_agreement.hpp>  // The answer.
#include <utility>

#include "7_approximate_agreement/approximate_agreement.hpp"

using AnswerMessage = ::RoundValue;
#include "tests/interfaces/network_members.hpp"

namespace under_test {

std::vector<std::optional<double>> approximate(const std::vector<double>& inputs,
                                               std::size_t crashes_max, double epsilon,
                                               Network<RoundValue>& network, GoesOn goes_on) {
  return ::approximate(inputs, crashes_max, epsilon, network.of_answer<::RoundValue>(),
                       std::move(goes_on));
}

}  // namespace under_test
