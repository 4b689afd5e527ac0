// Exercise 2.8: a number reaches every node, over links that lose messages.
#pragma once

#include <chrono>
#include <set>
#include <vector>

#include "provided/network.hpp"
#include "provided/not_written.hpp"

// What nodes tell each other. The network copies it.
struct GossipMessage {};  // TODO 2.8a: what does a message say? Which kinds are there?

// A node that spreads numbers among its neighbours, who spread them on.
//
// It listens from when it is made until stop(), with at most two threads of its own, however many
// neighbours, numbers and cuts there are.
//
// Thread safety: any number of threads may call broadcast(), read() and stop() at any time. Making
// and destroying a node is for one thread, while no other one uses it.
class GossipNode {
 public:
  // `neighbours` are the nodes that it may send to. They know this node as a neighbour, too, and it
  // is not among them. No other object uses `endpoint`.
  // What a neighbour has not acknowledged `retry_after` after the last try is sent again then, each
  // time, and not before. The network may lose, double, delay and reorder messages; it drops what
  // finds no room in an inbox; and a link may be cut for a while.
  // Requires: retry_after > 0.
  GossipNode(Endpoint<GossipMessage>& endpoint, std::vector<NodeId> neighbours,
             std::chrono::nanoseconds retry_after)
      : endpoint_(endpoint), neighbours_(neighbours), retry_after_(retry_after) {}
  // TODO 2.8b: start to listen.

  // Stops.
  ~GossipNode() {}  // TODO 2.8c

  GossipNode(const GossipNode&) = delete;
  GossipNode& operator=(const GossipNode&) = delete;

  // Makes `number` known to all. Returns at once; from then on it is in read(). Telling the same
  // number twice is telling it once.
  void broadcast(int number) { not_written("2.8 broadcast"); }  // TODO 2.8d

  // Returns all numbers that have reached this node.
  std::set<int> read() const { not_written("2.8 read"); }  // TODO 2.8e

  // Sends nothing more, closes the endpoint, and joins its threads. Stopping twice is stopping
  // once, also at the same time: each call returns only when the threads are joined. broadcast()
  // after that does nothing.
  void stop() { not_written("2.8 stop"); }  // TODO 2.8f

 private:
  Endpoint<GossipMessage>& endpoint_;
  const std::vector<NodeId> neighbours_;
  const std::chrono::nanoseconds retry_after_;

  // TODO 2.8g: what does a node remember of each number and each neighbour? Which lock guards it?
  // TODO 2.8h: who sends again, and who wakes it?
};
