#include <leader_election.hpp>  // The answer.
#include <utility>

#include "4_leader_election/node.hpp"

namespace under_test {
namespace {

::RaftNode& node(const AnswerPlace& answer) { return answer.get<::RaftNode>(); }

}  // namespace

RaftNode::RaftNode(Endpoint<RaftMessage>& endpoint, std::size_t cluster_size,
                   StableStore<Vote>& store, Random random) {
  answer_.make<::RaftNode>(endpoint, cluster_size, store, random);
}
RaftNode::RaftNode(Endpoint<RaftMessage>& endpoint, std::size_t cluster_size,
                   StableStore<Vote>& store, Random random, const RaftSettings& settings) {
  answer_.make<::RaftNode>(endpoint, cluster_size, store, random, settings);
}
RaftNode::~RaftNode() { answer_.destroy<::RaftNode>(); }

void RaftNode::start() { node(answer_).start(); }
void RaftNode::stop() { node(answer_).stop(); }
Status RaftNode::status() const { return std::as_const(node(answer_)).status(); }

}  // namespace under_test
