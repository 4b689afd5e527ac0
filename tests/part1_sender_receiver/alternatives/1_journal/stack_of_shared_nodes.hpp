// Alternative: A lock-free list of entries, newest first, that is turned round by whoever reads it.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

struct Entry {
  std::string who;
  std::string what;

  bool operator==(const Entry&) const = default;
};

class Journal {
 public:
  ~Journal() {
    for (const Node* node = newest_; node != nullptr;) delete std::exchange(node, node->older);
  }

  void record(std::string who, std::string what) {
    Node* node = new Node{{std::move(who), std::move(what)}, newest_, 0};
    do {
      node->count = node->older == nullptr ? 1 : node->older->count + 1;
    } while (!newest_.compare_exchange_weak(node->older, node));
  }

  std::size_t size() const {
    const Node* node = newest_;
    return node == nullptr ? 0 : node->count;
  }

  std::vector<Entry> entries() const {
    std::vector<Entry> result;
    for (const Node* node = newest_; node != nullptr; node = node->older) {
      result.push_back(node->entry);
    }
    std::reverse(result.begin(), result.end());
    return result;
  }

 private:
  struct Node {
    Entry entry;
    Node* older;
    std::size_t count;
  };

  std::atomic<Node*> newest_ = nullptr;
};
