// provided/network.hpp for tests that do not know what it carries: the answer says that.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "provided/endpoint.hpp"
#include "provided/network_settings.hpp"
#include "tests/interfaces/answer.hpp"

namespace under_test {

// A message of the answer's own type. Tests cannot look into it, but they can keep a copy, and send
// it again.
class Message {
 public:
  // Stands for `of_answer`, which belongs to somebody else.
  explicit Message(const void* of_answer) : of_answer_(of_answer) {}

  // A copy has a message of its own.
  Message(const Message& other);
  Message& operator=(const Message& other) = delete;

  const void* of_answer() const { return of_answer_; }

 private:
  std::shared_ptr<const void> own_;
  const void* of_answer_;
};

}  // namespace under_test

template <>
class Network<under_test::Message>;

// Hands every call on to the endpoint of the answer's network.
template <>
class Endpoint<under_test::Message> {
 public:
  NodeId id() const;
  void send(NodeId to, const under_test::Message& message);
  void close();
  void open();
  bool closed() const;

 private:
  friend class Network<under_test::Message>;

  explicit Endpoint(void* of_answer) : of_answer_(of_answer) {}

  void* of_answer_;
};

// Hands every call on to a network that carries the answer's type.
template <>
class Network<under_test::Message> {
 public:
  using Faults = std::function<Fate(const Passage<under_test::Message>&)>;

  explicit Network(std::size_t nodes, const NetworkSettings& settings = {});
  Network(std::size_t nodes, const NetworkSettings& settings, Faults faults);
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  std::size_t size() const;
  Endpoint<under_test::Message>& endpoint(NodeId id);
  void cut_one_way(NodeId from, NodeId to);
  void cut(NodeId a, NodeId b);
  void isolate(NodeId node);
  void flap(NodeId a, NodeId b, std::chrono::nanoseconds up, std::chrono::nanoseconds down);
  void heal_one_way(NodeId from, NodeId to);
  void heal(NodeId a, NodeId b);
  void heal();
  Traffic traffic(NodeId from, NodeId to) const;
  Traffic traffic() const;
  void close();

  // For interfaces: the answer's network, and the answer's endpoint behind one of these.
  template <typename AnswerMessage>
  Network<AnswerMessage>& of_answer() const {
    return answer_.get<Network<AnswerMessage>>();
  }
  template <typename AnswerMessage>
  static Endpoint<AnswerMessage>& of_answer(const Endpoint<under_test::Message>& endpoint) {
    return *static_cast<Endpoint<AnswerMessage>*>(endpoint.of_answer_);
  }

 private:
  void list_endpoints();

  under_test::AnswerPlace answer_;
  std::vector<Endpoint<under_test::Message>> endpoints_;
};
