// A simulated network of nodes 0, 1, ... that send messages to each other.
//
//   Network<std::string> network(2, {.delay_max = 20ms, .loss = 0.1, .seed = 7});
//   network.endpoint(0).send(1, "hello");
//   if (auto delivery = network.endpoint(1).receive_for(1s)) use(delivery->from,
//   delivery->message);
//
// It may lose messages, double them, delay them, refuse them where there is no room, and deliver
// them in another order. It never changes one, never invents one, and delivers nothing to a node
// that it was not sent to. Without delays and overtaking, an inbox gives messages in the order in
// which they were sent to it; with them, in no order that could be relied upon.
//
// It has no thread of its own. A message lies in its inbox with the time at which it can be
// received, and whoever receives sleeps until then. So it runs in virtual time where a test has
// that, and in real time otherwise. Sending takes one lock, that of the inbox it goes to; receiving
// takes the inbox's own.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

#include "provided/endpoint.hpp"
#include "provided/network_settings.hpp"
#include "provided/seeded_faults.hpp"

// The network. Message is any type that can be copied; a second copy is made only where the network
// doubles one. ByteCount<Message> says how many bytes one counts.
//
// Thread safety: any number of threads may call any member at any time, and use the endpoints.
// Making and destroying the network is for one thread, while no other one uses it.
template <typename Message>
class Network {
 public:
  // Decides what becomes of each message, when it sets out. It is called with the receiving inbox
  // locked, by several threads at once for different inboxes; it must not use the network.
  using Faults = typename Endpoint<Message>::Faults;

  // Makes a network whose faults are drawn from the settings' seed.
  // Throws std::invalid_argument if settings make no sense.
  explicit Network(std::size_t nodes, const NetworkSettings& settings = {})
      : Network(nodes, settings, SeededFaults(settings)) {}

  // Makes a network whose faults are decided by `faults`. Of the settings, it takes the room in the
  // inboxes and what happens when one is full. Throws the same.
  Network(std::size_t nodes, const NetworkSettings& settings, Faults faults)
      : shared_{settings, std::move(faults), {}} {
    check_settings(settings);
    for (NodeId id = 0; id < nodes; ++id) {
      shared_.endpoints.push_back(std::make_unique<Endpoint<Message>>(id, nodes, shared_));
    }
  }

  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  // Returns the number of nodes.
  std::size_t size() const { return shared_.endpoints.size(); }

  // Returns a node's end; it lives as long as the network.
  // Throws std::out_of_range if there is no such node, as all below do.
  Endpoint<Message>& endpoint(NodeId id) { return *shared_.endpoints.at(id); }

  // ---- Cuts. What is sent over a cut link is lost; what is on its way already arrives. ----

  // Cuts the link from one node to another; the way back stays as it is.
  void cut_one_way(NodeId from, NodeId to) {
    change(from, to, [](auto& link) { link.cut = true; });
  }

  // Cuts the link between two nodes, both ways.
  void cut(NodeId a, NodeId b) {
    cut_one_way(a, b);
    cut_one_way(b, a);
  }

  // Cuts all links of one node to others.
  void isolate(NodeId node) {
    for (NodeId other = 0; other < size(); ++other) {
      if (other != node) cut(node, other);
    }
  }

  // Cuts the link between two nodes again and again: from now on it works for `up`, then is cut for
  // `down`, and so on. Throws std::invalid_argument unless both are above 0.
  void flap(NodeId a, NodeId b, std::chrono::nanoseconds up, std::chrono::nanoseconds down) {
    if (up.count() <= 0 || down.count() <= 0) {
      throw std::invalid_argument("Network: a link has to be up and down for a time above 0");
    }
    const typename Endpoint<Message>::Flapping flapping{Endpoint<Message>::Clock::now(), up, down};
    change(a, b, [&](auto& link) { link.flapping = flapping; });
    change(b, a, [&](auto& link) { link.flapping = flapping; });
  }

  // Ends whatever cuts the link from one node to another.
  void heal_one_way(NodeId from, NodeId to) {
    change(from, to, [](auto& link) {
      link.cut = false;
      link.flapping.reset();
    });
  }

  // Ends whatever cuts the link between two nodes, both ways.
  void heal(NodeId a, NodeId b) {
    heal_one_way(a, b);
    heal_one_way(b, a);
  }

  // Ends all cuts.
  void heal() {
    for (NodeId from = 0; from < size(); ++from) {
      for (NodeId to = 0; to < size(); ++to) heal_one_way(from, to);
    }
  }

  // ---- Counters ----

  // Returns what was sent from one node to another, and what became of it.
  Traffic traffic(NodeId from, NodeId to) const {
    const Endpoint<Message>& endpoint = *shared_.endpoints.at(to);
    std::lock_guard lock(endpoint.inbox_mutex_);
    return endpoint.links_.at(from).traffic;
  }

  // Returns the sum over all links. Each link is counted at a moment of its own: while messages are
  // sent the sum may be of no single moment.
  Traffic traffic() const {
    Traffic sum;
    for (const auto& endpoint : shared_.endpoints) {
      std::lock_guard lock(endpoint->inbox_mutex_);
      for (const auto& link : endpoint->links_) sum += link.traffic;
    }
    return sum;
  }

  // ---- The end ----

  // Closes all endpoints.
  void close() {
    for (const auto& endpoint : shared_.endpoints) endpoint->close();
  }

 private:
  // Changes the link from one node to another. Senders that wait for room look again.
  template <typename Change>
  void change(NodeId from, NodeId to, Change change_link) {
    Endpoint<Message>& endpoint = *shared_.endpoints.at(to);
    std::lock_guard lock(endpoint.inbox_mutex_);
    change_link(endpoint.links_.at(from));
    endpoint.tell_senders();
  }

  typename Endpoint<Message>::Shared shared_;
};
