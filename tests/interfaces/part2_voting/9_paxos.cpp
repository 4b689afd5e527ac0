#include <paxos.hpp>  // The answer.
#include <utility>

#include "9_paxos/paxos.hpp"

using AnswerMessage = ::PaxosMessage;
using AnswerState = ::AcceptorState;
#include "tests/interfaces/network_members.hpp"
#include "tests/interfaces/stable_store_members.hpp"

namespace under_test {
namespace {

::PaxosNode& node(const AnswerPlace& answer) { return answer.get<::PaxosNode>(); }

}  // namespace

PaxosNode::PaxosNode(Endpoint<PaxosMessage>& endpoint, std::size_t nodes,
                     StableStore<AcceptorState>& store, Duration retry_after, Random random) {
  answer_.make<::PaxosNode>(endpoint_of_answer(endpoint), nodes, store_of_answer(store),
                            retry_after, random);
}
PaxosNode::~PaxosNode() { answer_.destroy<::PaxosNode>(); }

std::optional<int> PaxosNode::propose(int value) { return node(answer_).propose(value); }
std::optional<int> PaxosNode::chosen() const { return std::as_const(node(answer_)).chosen(); }
void PaxosNode::stop() { node(answer_).stop(); }

}  // namespace under_test
