// 2.8 as its tests see it.
#pragma once

#include <chrono>
#include <set>
#include <vector>

#include "tests/interfaces/network.hpp"

namespace under_test {

using GossipMessage = Message;

// Hands every call on to the answer's GossipNode.
class GossipNode {
 public:
  GossipNode(Endpoint<GossipMessage>& endpoint, std::vector<NodeId> neighbours,
             std::chrono::nanoseconds retry_after);
  ~GossipNode();
  GossipNode(const GossipNode&) = delete;
  GossipNode& operator=(const GossipNode&) = delete;

  void broadcast(int number);
  std::set<int> read() const;
  void stop();

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
