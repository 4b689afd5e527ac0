// 3.4 as its tests see it, without what is the answer's own as well.
#pragma once

#include <cstddef>

#include "provided/network.hpp"
#include "provided/raft_types.hpp"
#include "provided/random.hpp"
#include "provided/stable_store.hpp"
#include "tests/interfaces/answer.hpp"

struct RaftSettings;
struct Status;
struct Vote;

namespace under_test {

// Hands every call on to the answer's RaftNode.
class RaftNode {
 public:
  // As the answer's, with its default settings.
  RaftNode(Endpoint<RaftMessage>& endpoint, std::size_t cluster_size, StableStore<Vote>& store,
           Random random);
  RaftNode(Endpoint<RaftMessage>& endpoint, std::size_t cluster_size, StableStore<Vote>& store,
           Random random, const RaftSettings& settings);
  ~RaftNode();
  RaftNode(const RaftNode&) = delete;
  RaftNode& operator=(const RaftNode&) = delete;

  void start();
  void stop();
  Status status() const;

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
