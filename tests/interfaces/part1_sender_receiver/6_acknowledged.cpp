#include <acknowledged.hpp>  // The answer.

#include "6_acknowledged/nodes.hpp"

using AnswerMessage = ::Packet;
#include "tests/interfaces/network_members.hpp"

namespace under_test {
namespace {

::ReliableSender& sender(const AnswerPlace& answer) { return answer.get<::ReliableSender>(); }
::ReliableReceiver& receiver(const AnswerPlace& answer) { return answer.get<::ReliableReceiver>(); }

}  // namespace

ReliableSender::ReliableSender(Endpoint<Packet>& endpoint, NodeId receiver, Journal& log,
                               std::chrono::nanoseconds retry_after) {
  answer_.make<::ReliableSender>(endpoint_of_answer(endpoint), receiver, log, retry_after);
}
ReliableSender::~ReliableSender() { answer_.destroy<::ReliableSender>(); }

void ReliableSender::send(int value) { sender(answer_).send(value); }
void ReliableSender::stop() { sender(answer_).stop(); }

ReliableReceiver::ReliableReceiver(Endpoint<Packet>& endpoint, Journal& log) {
  answer_.make<::ReliableReceiver>(endpoint_of_answer(endpoint), log);
}
ReliableReceiver::~ReliableReceiver() { answer_.destroy<::ReliableReceiver>(); }

int ReliableReceiver::receive() { return receiver(answer_).receive(); }
void ReliableReceiver::stop() { receiver(answer_).stop(); }

}  // namespace under_test
