#include "story/library_layout.hpp"

#include <dwarf.h>

#include <optional>

#include "story/dwarf_values.hpp"
#include "story/safe_memory.hpp"

namespace interleave {
namespace {

constexpr std::size_t kPiecesMax = 256;
constexpr int kLayoutDepthMax = 6;

struct Found {
  Dwarf_Die type;
  std::uintptr_t at = 0;
};

// The member of that name, also in a base or a member of the class.
std::optional<Found> find_member(Dwarf_Die* type, std::uintptr_t at, std::string_view name,
                                 int depth = 0) {
  if (depth > kLayoutDepthMax) return std::nullopt;
  for (Member& member : members_of(type)) {
    const std::uintptr_t here = at + member.offset;
    if (name_of(&member.die) == name) return Found{member.type, here};
    if (auto found = find_member(&member.type, here, name, depth + 1)) return found;
  }
  return std::nullopt;
}

std::uintptr_t pointer_in(Dwarf_Die* type, std::uintptr_t at, std::string_view name) {
  const std::optional<Found> found = find_member(type, at, name);
  return found ? read_memory(found->at).value_or(0) : 0;
}

std::vector<Elements> elements_of_vector(Dwarf_Die* vector, std::uintptr_t at) {
  for (const auto& [first, last] : {std::pair{"_M_start", "_M_finish"}, {"__begin_", "__end_"}}) {
    const std::optional<Found> begin = find_member(vector, at, first);
    Dwarf_Die pointer;
    Elements elements;
    if (!begin) continue;
    pointer = begin->type;
    if (!type_of(&pointer, &elements.type)) continue;
    elements.begin = pointer_in(vector, at, first);
    elements.end = pointer_in(vector, at, last);
    if (elements.begin != 0 && elements.end >= elements.begin) return {elements};
  }
  return {};
}

// It has them in pieces, and a list of these.
std::vector<Elements> elements_of_deque(Dwarf_Die* deque, std::uintptr_t at) {
  std::optional<Found> start = find_member(deque, at, "_M_start");
  std::optional<Found> finish = find_member(deque, at, "_M_finish");
  if (!start || !finish) return {};
  std::optional<Found> current = find_member(&start->type, start->at, "_M_cur");
  Elements piece;
  if (!current || !type_of(&current->type, &piece.type)) return {};
  const std::size_t bytes = bytes_of(&piece.type);
  const auto in_start = [&](const char* name) { return pointer_in(&start->type, start->at, name); };
  const std::uintptr_t piece_bytes = in_start("_M_last") - in_start("_M_first");
  const std::uintptr_t last_node = pointer_in(&finish->type, finish->at, "_M_node");
  const std::uintptr_t end = pointer_in(&finish->type, finish->at, "_M_cur");
  std::vector<Elements> pieces;
  piece.begin = in_start("_M_cur");
  for (std::uintptr_t node = in_start("_M_node"); bytes > 0 && node <= last_node;) {
    const std::uintptr_t first = read_memory(node).value_or(0);
    if (!pieces.empty()) piece.begin = first;
    piece.end = node == last_node ? end : first + piece_bytes;
    if (first == 0 || piece.end < piece.begin || pieces.size() == kPiecesMax) break;
    pieces.push_back(piece);
    piece.first_index += (piece.end - piece.begin) / bytes;
    node += sizeof(std::uintptr_t);
  }
  return pieces;
}

}  // namespace

std::string_view name_of(Dwarf_Die* die) {
  const char* name = dwarf_diename(die);
  return name == nullptr ? std::string_view() : std::string_view(name);
}

std::vector<Member> members_of(Dwarf_Die* type) {
  std::vector<Member> members;
  Dwarf_Die die;
  if (dwarf_child(type, &die) != 0) return members;
  do {
    const int tag = dwarf_tag(&die);
    if (tag != DW_TAG_member && tag != DW_TAG_inheritance) continue;
    if (dwarf_hasattr(&die, DW_AT_external)) continue;  // A static member.
    Member member{die, {}, 0, tag == DW_TAG_inheritance};
    if (dwarf_hasattr(&die, DW_AT_data_member_location)) {
      const std::optional<Dwarf_Word> offset = number_of(&die, DW_AT_data_member_location);
      if (!offset) continue;  // That of a virtual base is found at run time.
      member.offset = *offset;
    }
    if (type_of(&die, &member.type)) members.push_back(member);
  } while (dwarf_siblingof(&die, &die) == 0);
  return members;
}

std::vector<Elements> elements_of(Dwarf_Die* container, std::uintptr_t at) {
  const std::string_view name = name_of(container);
  if (name.starts_with("vector<")) return elements_of_vector(container, at);
  if (name.starts_with("deque<")) return elements_of_deque(container, at);
  return {};
}

}  // namespace interleave
