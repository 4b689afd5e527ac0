#include "interpose/real.hpp"

#include <dlfcn.h>

namespace interleave {
namespace {

template <typename Function>
void find(Function& function, const char* name) {
  function = reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

RealFunctions find_all() {
  RealFunctions all{};
#define INTERLEAVE_REAL(name) find(all.name, #name);
#include "interpose/real_functions.inc"
#undef INTERLEAVE_REAL
  find(all.pthread_register_cancel, "__pthread_register_cancel");
  find(all.pthread_unregister_cancel, "__pthread_unregister_cancel");
  find(all.pthread_unwind_next, "__pthread_unwind_next");
  find(all.sched_yield, "sched_yield");
  find(all.syscall, "syscall");
  find(all.assert_fail, "__assert_fail");
  find(all.cxa_guard_acquire, "__cxa_guard_acquire");
  find(all.cxa_guard_release, "__cxa_guard_release");
  find(all.cxa_guard_abort, "__cxa_guard_abort");
  find(all.cxa_thread_atexit, "__cxa_thread_atexit");
  find(all.cxa_atexit, "__cxa_atexit");
#ifdef __GLIBCXX__
  find(all.tree_insert, "_ZSt29_Rb_tree_insert_and_rebalancebPSt18_Rb_tree_node_baseS0_RS_");
  find(all.tree_erase, "_ZSt28_Rb_tree_rebalance_for_erasePSt18_Rb_tree_node_baseRS_");
  find(all.tree_increment, "_ZSt18_Rb_tree_incrementPSt18_Rb_tree_node_base");
  find(all.tree_decrement, "_ZSt18_Rb_tree_decrementPSt18_Rb_tree_node_base");
  find(all.list_hook, "_ZNSt8__detail15_List_node_base7_M_hookEPS0_");
  find(all.list_unhook, "_ZNSt8__detail15_List_node_base9_M_unhookEv");
  find(all.list_transfer, "_ZNSt8__detail15_List_node_base11_M_transferEPS0_S1_");
#endif
  return all;
}

// Filled before main(), and by the first caller if a constructor of another object is earlier.
// A static local would take a guard, and the guard's functions are among those replaced.
RealFunctions functions;
bool found = false;

__attribute__((constructor)) void find_early() {
  if (!found) functions = find_all();
  found = true;
}

}  // namespace

const RealFunctions& real() {
  if (!found) find_early();
  return functions;
}

}  // namespace interleave
