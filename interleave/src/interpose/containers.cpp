// What libstdc++ does to the nodes of maps, sets and lists inside itself, where the compiler's
// hooks do not see it. Each call is told as accesses to the nodes that it is given, above all to
// the one that belongs to the container itself: every other call looks there, too. So changing a
// container while another thread uses it is a race, also where that thread reads only what the
// hooks see; and a global container is fresh in every schedule.
//
// The functions are those of <bits/stl_tree.h> and <bits/stl_list.h>. libc++ has them in headers.
#include <list>
#include <map>

#include "interpose/access.hpp"
#include "interpose/real.hpp"

#ifdef __GLIBCXX__

namespace {

using interleave::AccessKind;
using interleave::real;

template <typename Node>
void note(const Node& node, AccessKind kind, const void* pc) {
  interleave::note_access(&node, sizeof node, kind, pc);
}

}  // namespace

#define INTERLEAVE_CALLER __builtin_return_address(0)

namespace std {

void _Rb_tree_insert_and_rebalance(const bool left, _Rb_tree_node_base* node,
                                   _Rb_tree_node_base* parent,
                                   _Rb_tree_node_base& header) noexcept {
  note(header, AccessKind::kWrite, INTERLEAVE_CALLER);
  note(*node, AccessKind::kWrite, INTERLEAVE_CALLER);
  note(*parent, AccessKind::kWrite, INTERLEAVE_CALLER);
  real().tree_insert(left, node, parent, header);
}

_Rb_tree_node_base* _Rb_tree_rebalance_for_erase(_Rb_tree_node_base* const node,
                                                 _Rb_tree_node_base& header) noexcept {
  note(header, AccessKind::kWrite, INTERLEAVE_CALLER);
  note(*node, AccessKind::kWrite, INTERLEAVE_CALLER);
  return real().tree_erase(node, header);
}

_Rb_tree_node_base* _Rb_tree_increment(_Rb_tree_node_base* node) noexcept {
  note(*node, AccessKind::kRead, INTERLEAVE_CALLER);
  return real().tree_increment(node);
}

const _Rb_tree_node_base* _Rb_tree_increment(const _Rb_tree_node_base* node) noexcept {
  note(*node, AccessKind::kRead, INTERLEAVE_CALLER);
  return real().tree_increment(const_cast<_Rb_tree_node_base*>(node));
}

_Rb_tree_node_base* _Rb_tree_decrement(_Rb_tree_node_base* node) noexcept {
  note(*node, AccessKind::kRead, INTERLEAVE_CALLER);
  return real().tree_decrement(node);
}

const _Rb_tree_node_base* _Rb_tree_decrement(const _Rb_tree_node_base* node) noexcept {
  note(*node, AccessKind::kRead, INTERLEAVE_CALLER);
  return real().tree_decrement(const_cast<_Rb_tree_node_base*>(node));
}

namespace __detail {

void _List_node_base::_M_hook(_List_node_base* const position) noexcept {
  note(*position, AccessKind::kWrite, INTERLEAVE_CALLER);
  note(*position->_M_prev, AccessKind::kWrite, INTERLEAVE_CALLER);
  note(*this, AccessKind::kWrite, INTERLEAVE_CALLER);
  real().list_hook(this, position);
}

void _List_node_base::_M_unhook() noexcept {
  note(*this, AccessKind::kRead, INTERLEAVE_CALLER);
  note(*_M_next, AccessKind::kWrite, INTERLEAVE_CALLER);
  note(*_M_prev, AccessKind::kWrite, INTERLEAVE_CALLER);
  real().list_unhook(this);
}

void _List_node_base::_M_transfer(_List_node_base* const first,
                                  _List_node_base* const last) noexcept {
  for (_List_node_base* const node : {this, first, last}) {
    note(*node, AccessKind::kWrite, INTERLEAVE_CALLER);
    note(*node->_M_prev, AccessKind::kWrite, INTERLEAVE_CALLER);
  }
  real().list_transfer(this, first, last);
}

}  // namespace __detail
}  // namespace std

#endif
