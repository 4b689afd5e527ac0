#include <gossip.hpp>  // The answer.
#include <utility>

#include "8_gossip/gossip.hpp"

using AnswerMessage = ::GossipMessage;
#include "tests/interfaces/network_members.hpp"

namespace under_test {
namespace {

::GossipNode& node(const AnswerPlace& answer) { return answer.get<::GossipNode>(); }

}  // namespace

GossipNode::GossipNode(Endpoint<GossipMessage>& endpoint, std::vector<NodeId> neighbours,
                       std::chrono::nanoseconds retry_after) {
  answer_.make<::GossipNode>(endpoint_of_answer(endpoint), std::move(neighbours), retry_after);
}
GossipNode::~GossipNode() { answer_.destroy<::GossipNode>(); }

void GossipNode::broadcast(int number) { node(answer_).broadcast(number); }
std::set<int> GossipNode::read() const { return std::as_const(node(answer_)).read(); }
void GossipNode::stop() { node(answer_).stop(); }

}  // namespace under_test
