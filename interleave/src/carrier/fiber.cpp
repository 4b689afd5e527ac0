#include "carrier/fiber.hpp"

#include "carrier/thread_pointer.hpp"

namespace interleave {
namespace {

using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

struct Switch {
  Fiber* from;
  Fiber* to;
};

}  // namespace

void Fiber::prepare(Slot& slot, void (*entry)()) {
  context_ = make_fcontext(slot.stack().top(), slot.stack().bytes(), &Fiber::run);
  thread_pointer_ = slot.thread_pointer();
  entry_ = entry;
}

void Fiber::prepare(char* stack_top, std::size_t stack_bytes, void (*entry)()) {
  context_ = make_fcontext(stack_top, stack_bytes, &Fiber::run);
  thread_pointer_ = interleave::thread_pointer();
  entry_ = entry;
}

void Fiber::switch_to(Fiber& from, Fiber& to) {
  from.thread_pointer_ = interleave::thread_pointer();
  set_thread_pointer(to.thread_pointer_);
  Switch change{&from, &to};
  const transfer_t arrived = jump_fcontext(to.context_, &change);
  static_cast<Switch*>(arrived.data)->from->context_ = arrived.fctx;
}

void Fiber::run(transfer_t transfer) {
  const auto* change = static_cast<Switch*>(transfer.data);
  change->from->context_ = transfer.fctx;
  change->to->entry_();
}

}  // namespace interleave
