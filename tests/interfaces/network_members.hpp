// The members of network.hpp. An interface's source includes this, after it has named the answer's
// type: using AnswerMessage = ::Packet;
#pragma once

#include <memory>
#include <utility>

#include "provided/network.hpp"
#include "tests/interfaces/network.hpp"

using NetworkUnderTest = Network<under_test::Message>;
using EndpointUnderTest = Endpoint<under_test::Message>;
using AnswerNetwork = Network<AnswerMessage>;

inline Endpoint<AnswerMessage>& endpoint_of_answer(const EndpointUnderTest& endpoint) {
  return NetworkUnderTest::of_answer<AnswerMessage>(endpoint);
}

under_test::Message::Message(const Message& other)
    : own_(std::make_shared<const AnswerMessage>(
          *static_cast<const AnswerMessage*>(other.of_answer_))),
      of_answer_(own_.get()) {}

NodeId EndpointUnderTest::id() const { return endpoint_of_answer(*this).id(); }
void EndpointUnderTest::send(NodeId to, const under_test::Message& message) {
  endpoint_of_answer(*this).send(to, *static_cast<const AnswerMessage*>(message.of_answer()));
}
void EndpointUnderTest::close() { endpoint_of_answer(*this).close(); }
void EndpointUnderTest::open() { endpoint_of_answer(*this).open(); }
bool EndpointUnderTest::closed() const { return endpoint_of_answer(*this).closed(); }

NetworkUnderTest::Network(std::size_t nodes, const NetworkSettings& settings) {
  answer_.make<AnswerNetwork>(nodes, settings);
  list_endpoints();
}

NetworkUnderTest::Network(std::size_t nodes, const NetworkSettings& settings, Faults faults) {
  answer_.make<AnswerNetwork>(nodes, settings,
                              [faults = std::move(faults)](const Passage<AnswerMessage>& passage) {
                                const under_test::Message message(&passage.message);
                                return faults({passage.from, passage.to, passage.number, message});
                              });
  list_endpoints();
}

NetworkUnderTest::~Network() { answer_.destroy<AnswerNetwork>(); }

void NetworkUnderTest::list_endpoints() {
  AnswerNetwork& network = of_answer<AnswerMessage>();
  for (NodeId id = 0; id < network.size(); ++id) {
    endpoints_.push_back(EndpointUnderTest(&network.endpoint(id)));
  }
}

std::size_t NetworkUnderTest::size() const { return of_answer<AnswerMessage>().size(); }
EndpointUnderTest& NetworkUnderTest::endpoint(NodeId id) { return endpoints_.at(id); }

void NetworkUnderTest::cut_one_way(NodeId from, NodeId to) {
  of_answer<AnswerMessage>().cut_one_way(from, to);
}
void NetworkUnderTest::cut(NodeId a, NodeId b) { of_answer<AnswerMessage>().cut(a, b); }
void NetworkUnderTest::isolate(NodeId node) { of_answer<AnswerMessage>().isolate(node); }
void NetworkUnderTest::flap(NodeId a, NodeId b, std::chrono::nanoseconds up,
                            std::chrono::nanoseconds down) {
  of_answer<AnswerMessage>().flap(a, b, up, down);
}
void NetworkUnderTest::heal_one_way(NodeId from, NodeId to) {
  of_answer<AnswerMessage>().heal_one_way(from, to);
}
void NetworkUnderTest::heal(NodeId a, NodeId b) { of_answer<AnswerMessage>().heal(a, b); }
void NetworkUnderTest::heal() { of_answer<AnswerMessage>().heal(); }

Traffic NetworkUnderTest::traffic(NodeId from, NodeId to) const {
  return of_answer<AnswerMessage>().traffic(from, to);
}
Traffic NetworkUnderTest::traffic() const { return of_answer<AnswerMessage>().traffic(); }
void NetworkUnderTest::close() { of_answer<AnswerMessage>().close(); }
