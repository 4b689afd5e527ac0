#include "model/operation.hpp"

#include <array>

namespace interleave {
namespace {

struct Words {
  char letter;
  const char* verb;
};

// In the order of OpKind.
constexpr std::array kWords = {
    Words{'B', "starts"},
    Words{'X', "ends"},
    Words{'C', "starts"},
    Words{'J', "joins"},
    Words{'L', "locks"},
    Words{'T', "tries to lock"},
    Words{'U', "unlocks"},
    Words{'R', "locks shared"},
    Words{'Q', "tries to lock shared"},
    Words{'W', "waits for"},
    Words{'K', "wakes from"},
    Words{'N', "notifies"},
    Words{'A', "notifies all of"},
    Words{'G', "reads"},
    Words{'S', "writes"},
    Words{'M', "updates"},
    Words{'F', "waits on"},
    Words{'H', "wakes those on"},
    Words{'I', "wakes from"},
    Words{'Z', "sleeps"},
    Words{'Y', "yields"},
    Words{'O', "runs once"},
    Words{'E', "has run once"},
    Words{'P', "takes from"},
    Words{'-', "tries to take from"},
    Words{'V', "gives to"},
    Words{'=', "counts"},
    Words{'@', "arrives at"},
    Words{'D', "chooses"},
};
static_assert(kWords.size() == static_cast<std::size_t>(OpKind::kChoose) + 1);

}  // namespace

char letter(OpKind kind) { return kWords[static_cast<std::size_t>(kind)].letter; }

const char* verb(OpKind kind) { return kWords[static_cast<std::size_t>(kind)].verb; }

}  // namespace interleave
