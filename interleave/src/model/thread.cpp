#include "model/thread.hpp"

namespace interleave {

const ThreadState Thread::kNewThread{};

}  // namespace interleave
