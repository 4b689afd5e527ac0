// The program's own thread_local variables in one thread. Libraries' are left alone.
#pragma once

namespace interleave {

class ThreadLocals {
 public:
  ThreadLocals() = default;

  static ThreadLocals of_this_thread();

  // Makes them what they are in a thread that begins. Requires: their thread still exists.
  void refresh() const;

  bool contain(const void* address) const;

 private:
  explicit ThreadLocals(char* block) : block_(block) {}

  char* block_ = nullptr;  // nullptr: the program has none.
};

}  // namespace interleave
