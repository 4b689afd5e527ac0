// What survives a crash of a node: a disk, as seen by the node.
#pragma once

#include <functional>
#include <optional>
#include <utility>

// Keeps one state: the last one that was saved. State is any type that can be copied.
//
// Thread safety: none; a store belongs to one node at a time.
template <typename State>
class StableStore {
 public:
  // Returns what was saved last, or nothing.
  std::optional<State> load() const { return saved_; }

  // Saves. When it returns, the state survives whatever happens.
  void save(const State& state) {
    tell(Moment::kBefore);
    saved_ = state;
    tell(Moment::kAfter);
  }

  // For tests: `hook` is called in the node's thread just before and just after each save, maybe
  // under the node's own locks. At kBefore load() still gives the older state. A node "crashes"
  // there by having its endpoint closed: nothing that it sends afterwards leaves it, and it is
  // stopped later. A test that crashes it at kBefore gives its successor a new store that holds the
  // older state.
  enum class Moment { kBefore, kAfter };
  void on_save(std::function<void(Moment)> hook) { hook_ = std::move(hook); }

 private:
  void tell(Moment moment) const {
    if (hook_) hook_(moment);
  }

  std::optional<State> saved_;
  std::function<void(Moment)> hook_;
};
