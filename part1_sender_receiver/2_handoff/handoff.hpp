// Exercise 1.2: one slot, through which a value passes from one thread to another.
#pragma once

#include "provided/not_written.hpp"

// A slot that is empty or holds one value. Each value that is put is taken exactly once, and values
// come out in the order in which they went in.
//
// Every value of T is allowed. Values are moved in and moved out, never copied; T needs no default
// constructor. Requires: moving a T does not throw.
//
// Thread safety: any number of threads may call any member at any time. The constructor and the
// destructor may run only while no other thread uses the slot.
template <typename T>
class Handoff {
 public:
  // Makes an empty slot.
  Handoff() = default;

  Handoff(const Handoff&) = delete;
  Handoff& operator=(const Handoff&) = delete;

  // Fills the slot with `value`. Waits while the slot is full.
  void put(T value) { not_written("1.2 put"); }  // TODO 1.2a

  // Empties the slot and returns the value. Waits while the slot is empty.
  T take() { not_written("1.2 take"); }  // TODO 1.2b

 private:
  // TODO 1.2c: how does the slot show that it is empty, if every value of T may be in it?
  // TODO 1.2d: what guards the slot? Which threads wait for what, and who notifies them?
};
