// 2.9 as its tests see it.
#pragma once

#include <cstddef>
#include <optional>

#include "provided/random.hpp"
#include "tests/interfaces/network.hpp"
#include "tests/interfaces/stable_store.hpp"

namespace under_test {

using PaxosMessage = Message;
using AcceptorState = State;

// Hands every call on to the answer's PaxosNode.
class PaxosNode {
 public:
  PaxosNode(Endpoint<PaxosMessage>& endpoint, std::size_t nodes, StableStore<AcceptorState>& store,
            Duration retry_after, Random random);
  ~PaxosNode();
  PaxosNode(const PaxosNode&) = delete;
  PaxosNode& operator=(const PaxosNode&) = delete;

  std::optional<int> propose(int value);
  std::optional<int> chosen() const;
  void stop();

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
