// Exercise 2.9: one value, chosen once (Lamport, "Paxos Made Simple", 2001).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "provided/network.hpp"
#include "provided/not_written.hpp"
#include "provided/random.hpp"
#include "provided/stable_store.hpp"

// What nodes tell each other. The network copies it.
struct PaxosMessage {};  // TODO 2.9a: which kinds of messages are there, and what does each say?

// What an acceptor must not forget, also when it crashes.
struct AcceptorState {};  // TODO 2.9b: which promise, which accepted proposal? What else?

// A proposer, an acceptor and a learner in one node. Node ids are 0 to nodes - 1.
//
// Whatever the network loses, doubles, delays or cuts, and whichever nodes stop and are made again
// with their store: no two nodes ever learn different values, and the value is one that was
// proposed. The network drops what finds no room in an inbox.
//
// Thread safety: any number of threads may call propose(), chosen() and stop() at any time. Making
// and destroying a node is for one thread, while no other one uses it.
class PaxosNode {
 public:
  // Opens the endpoint if it was closed. `nodes` is the size of the network; this node's id is
  // endpoint.id(), and no other object uses the endpoint. `store` is what is left of this node from
  // before, empty at first: whatever a promise or an acceptance depends on is saved there before it
  // is answered.
  // A proposer waits up to `retry_after` for each majority. When that is over, it rests for a time
  // drawn from 0 to `retry_after`, so that two proposers do not meet for ever, and tries again with
  // a higher number.
  // Requires: retry_after > 0. `random` is this node's alone, and the nodes' seeds differ.
  PaxosNode(Endpoint<PaxosMessage>& endpoint, std::size_t nodes, StableStore<AcceptorState>& store,
            Duration retry_after, Random random)
      : endpoint_(endpoint),
        nodes_(nodes),
        store_(store),
        retry_after_(retry_after),
        random_(random) {}
  // TODO 2.9c: open the endpoint, remember what the store holds, and start to listen.

  // Stops.
  ~PaxosNode() {}  // TODO 2.9d

  PaxosNode(const PaxosNode&) = delete;
  PaxosNode& operator=(const PaxosNode&) = delete;

  // Proposes `value`, and returns the value that is chosen: this one or another. Returns nothing
  // once stop() was called, also when the value is known.
  std::optional<int> propose(int value) { not_written("2.9 propose"); }  // TODO 2.9e

  // Returns the chosen value if this node knows of it. A node that proposes nothing need not learn.
  std::optional<int> chosen() const { not_written("2.9 chosen"); }  // TODO 2.9f

  // Ends every propose(), closes the endpoint, and joins its threads. Stopping twice is stopping
  // once: a second stop, the destructor's too, touches nothing, since the endpoint may be a
  // successor's by then.
  void stop() { not_written("2.9 stop"); }  // TODO 2.9g

 private:
  Endpoint<PaxosMessage>& endpoint_;
  const std::size_t nodes_;
  StableStore<AcceptorState>& store_;
  const Duration retry_after_;
  Random random_;

  // TODO 2.9h: what does the acceptor know, and what does the proposer know of its own try?
  // TODO 2.9i: which lock guards that? For what does a thread in propose() wait, and who wakes it?
};
