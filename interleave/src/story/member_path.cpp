#include "story/member_path.hpp"

#include <dwarf.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "story/debug_info.hpp"
#include "story/dwarf_values.hpp"
#include "story/library_layout.hpp"
#include "story/safe_memory.hpp"

namespace interleave {
namespace {

constexpr int kVisitsMax = 4'000;    // Of one search: a list may lead on and on.
constexpr int kMembersDeepMax = 24;  // Members of members.
constexpr std::size_t kElementsMax = 64;

bool is_class(int tag) {
  return tag == DW_TAG_structure_type || tag == DW_TAG_class_type || tag == DW_TAG_union_type;
}

bool is_reference(int tag) {
  return tag == DW_TAG_reference_type || tag == DW_TAG_rvalue_reference_type;
}

bool is_pointer(int tag) { return tag == DW_TAG_pointer_type || is_reference(tag); }

bool is_library_class(Dwarf_Die* type) {
  const std::string file = file_of(type);
  return !file.empty() && is_library_file(file);
}

class Search {
 public:
  explicit Search(const Target& target) : target_(target) {}

  bool find(Dwarf_Die type, std::uintptr_t at, int pointers, int depth) {
    if (depth > kMembersDeepMax || ++visits_ > kVisitsMax) return false;
    const int tag = dwarf_tag(&type);
    const bool is_inside = contains(at, bytes_of(&type));
    if (is_pointer(tag))
      return (is_inside && !is_reference(tag)) || follow(type, at, pointers, depth);
    if (!is_inside && pointers == 0) return false;
    if (tag == DW_TAG_array_type) return find_in_array(type, at, pointers, depth);
    if (is_class(tag)) return find_in_class(type, at, pointers, depth);
    return is_inside;
  }

  MemberPath path;

 private:
  bool contains(std::uintptr_t at, std::size_t bytes) const {
    return target_.address >= at && target_.address - at < bytes;
  }

  // Takes the names off again where they led nowhere.
  template <typename Look>
  bool try_part(PathPart part, Look look) {
    const bool arrow = part.after_arrow = std::exchange(arrow_, false);
    const std::vector<std::string> heirs = std::exchange(heirs_, {});
    path.parts.push_back(std::move(part));
    if (look()) return true;
    path.parts.pop_back();
    arrow_ = arrow;
    heirs_ = heirs;
    return false;
  }

  bool follow(Dwarf_Die& pointer, std::uintptr_t at, int pointers, int depth) {
    const bool is_ref = is_reference(dwarf_tag(&pointer));
    Dwarf_Die pointee;
    if (pointers == 0 || !type_of(&pointer, &pointee)) return false;
    const std::optional<std::uintptr_t> to = read_memory(at);
    if (!to || *to == 0) return false;
    return enter(pointee, *to, is_ref, pointers - 1, depth);
  }

  // Goes on behind a pointer, or behind the first of several elements where it points to those.
  bool enter(Dwarf_Die pointee, std::uintptr_t to, bool is_ref, int pointers, int depth) {
    const std::size_t bytes = bytes_of(&pointee);
    const int tag = dwarf_tag(&pointee);
    const bool arrow = std::exchange(arrow_, !is_ref);
    const std::size_t parts = path.parts.size();
    bool found = false;
    if (contains(to, bytes) || !shares_block(to, bytes)) {
      found = find(pointee, to, pointers, depth + 1);
      if (found && path.parts.size() == parts) end_with_pointer(is_ref, tag);
    } else {
      arrow_ = false;
      found = find_in_elements({pointee, to, target_.block_end}, pointers, depth);
    }
    if (!found) arrow_ = arrow;
    return found;
  }

  // The element is behind a pointer to the first of its block. A block that is no whole number of
  // elements is something else, of which this is only the first member.
  bool shares_block(std::uintptr_t to, std::size_t bytes) const {
    return bytes > 0 && target_.block_begin == to && to <= target_.address &&
           target_.address < target_.block_end && (target_.block_end - to) % bytes == 0;
  }

  void end_with_pointer(bool is_ref, int pointee) {
    if (is_ref) {
      path.is_alias = path.parts.size() == 1;
    } else if (is_class(pointee)) {
      path.is_alias = path.parts.size() == 1;
    } else {
      path.is_pointed_at = true;
    }
  }

  bool find_in_array(Dwarf_Die& type, std::uintptr_t at, int pointers, int depth) {
    Dwarf_Die element;
    if (!type_of(&type, &element)) return false;
    return find_in_elements({element, at, at + bytes_of(&type)}, pointers, depth);
  }

  bool find_in_elements(Elements elements, int pointers, int depth) {
    const std::size_t bytes = bytes_of(&elements.type);
    const std::uintptr_t begin = elements.begin;
    if (bytes == 0) return false;
    const auto find_at = [&](std::size_t index) {
      return try_part({"[" + std::to_string(elements.first_index + index) + "]", false, {}}, [&] {
        return find(elements.type, begin + index * bytes, pointers, depth + 1);
      });
    };
    if (contains(begin, elements.end - begin)) return find_at((target_.address - begin) / bytes);
    const int tag = dwarf_tag(&elements.type);
    if (pointers == 0 || !(is_pointer(tag) || is_class(tag) || tag == DW_TAG_array_type)) {
      return false;
    }
    const std::size_t count = std::min((elements.end - begin) / bytes, kElementsMax);
    for (std::size_t i = 0; i < count; ++i) {
      if (find_at(i)) return true;
    }
    return false;
  }

  bool find_in_class(Dwarf_Die& type, std::uintptr_t at, int pointers, int depth) {
    if (is_closure(&type)) return find_in_closure(type, at, pointers, depth);
    if (is_library_class(&type)) return find_in_library_class(type, at, pointers, depth);
    const bool is_inside = contains(at, bytes_of(&type));
    const std::string name(name_of(&type));
    std::optional<Member> nearest;
    for (Member& member : members_of(&type)) {
      const std::uintptr_t begin = at + member.offset;
      const std::size_t bytes = bytes_of(&member.type);
      if (begin <= target_.address && (!nearest || nearest->offset <= member.offset)) {
        nearest = member;
      }
      if (is_inside && !contains(begin, bytes)) continue;
      if (find_in_member(member, begin, name, pointers, depth)) return true;
    }
    // clang leaves out what some types of the library look like: then their end is not known.
    const bool is_open = is_inside && nearest && bytes_of(&nearest->type) == 0;
    if (is_open && !nearest->is_base && !name_of(&nearest->die).empty()) {
      PathPart part{std::string(name_of(&nearest->die)), false, heirs_};
      part.classes.push_back(name);
      return try_part(std::move(part), [] { return true; });
    }
    return is_inside;  // Between its members, or in what belongs to none.
  }

  bool find_in_member(Member& member, std::uintptr_t begin, const std::string& of_class,
                      int pointers, int depth) {
    const std::string_view name = name_of(&member.die);
    const auto look = [&] { return find(member.type, begin, pointers, depth + 1); };
    if (member.is_base || name.empty() || name.starts_with("_vptr")) {
      const std::vector<std::string> heirs = heirs_;
      heirs_.push_back(of_class);
      if (look()) return true;
      heirs_ = heirs;
      return false;
    }
    PathPart part{std::string(name), false, heirs_};
    part.classes.push_back(of_class);
    return try_part(std::move(part), look);
  }

  // What a lambda has captured has its own name, whatever the lambda is called.
  bool find_in_closure(Dwarf_Die& type, std::uintptr_t at, int pointers, int depth) {
    const std::vector<PathPart> before = std::exchange(path.parts, {});
    const bool arrow = std::exchange(arrow_, false);
    for (Member& member : members_of(&type)) {
      const char* name = dwarf_diename(&member.die);
      const bool found = try_part({captured_name(name == nullptr ? "" : name), false, {}}, [&] {
        return find(member.type, at + member.offset, pointers, depth + 1);
      });
      if (found) return true;
    }
    path.parts = before;
    arrow_ = arrow;
    return false;
  }

  // What the standard library's classes are made of has no names that a reader knows. What they
  // hold is reached through them.
  bool find_in_library_class(Dwarf_Die& type, std::uintptr_t at, int pointers, int depth) {
    const std::string_view name = name_of(&type);
    const bool is_inside = contains(at, bytes_of(&type));
    std::vector<Member> members = members_of(&type);
    if (is_inside) {
      if (name.starts_with("pair<")) return find_in_pair(members, at, pointers, depth);
      const bool is_array = name.starts_with("array<") && members.size() == 1;
      return !is_array || find(members[0].type, at, pointers, depth + 1);
    }
    const std::vector<Elements> pieces = elements_of(&type, at);
    for (const Elements& piece : pieces) {
      if (pointers > 0 && find_in_elements(piece, pointers - 1, depth)) return true;
    }
    if (!pieces.empty()) return false;
    for (Member& member : members) {
      const int tag = dwarf_tag(&member.type);
      Dwarf_Die pointee;
      // Nodes, counters and the like are the library's own, and have no names inside of them.
      const bool has_pointee = is_pointer(tag) && type_of(&member.type, &pointee);
      const bool is_own = has_pointee && name_of(&pointee).starts_with("_");
      if (is_own && pointers > 0) {
        const std::uintptr_t to = read_memory(at + member.offset).value_or(0);
        if (to != 0 && contains(to, bytes_of(&pointee))) return true;
      }
      if (!is_own && (has_pointee || !is_pointer(tag)) &&
          find(member.type, at + member.offset, pointers, depth + 1))
        return true;
    }
    return false;
  }

  bool find_in_pair(std::vector<Member>& members, std::uintptr_t at, int pointers, int depth) {
    for (Member& member : members) {
      const std::uintptr_t begin = at + member.offset;
      if (member.is_base || !contains(begin, bytes_of(&member.type))) continue;
      return try_part({std::string(name_of(&member.die)), false, {}},
                      [&] { return find(member.type, begin, pointers, depth + 1); });
    }
    return true;
  }

  const Target& target_;
  bool arrow_ = false;              // The next name comes behind a pointer.
  std::vector<std::string> heirs_;  // Classes whose base is being looked into.
  int visits_ = 0;
};

}  // namespace

std::string MemberPath::text(std::size_t first) const {
  std::string text;
  for (std::size_t i = first; i < parts.size(); ++i) {
    const PathPart& part = parts[i];
    const bool is_index = part.text.starts_with('[');
    if (!text.empty() && !is_index) text += part.after_arrow ? "->" : ".";
    text += part.text;
  }
  return is_pointed_at ? "*" + text : text;
}

MemberPath path_to(const Target& target, const std::string& variable, Dwarf_Die type,
                   std::uintptr_t at, int pointers_max) {
  Search search(target);
  search.path.parts.push_back({variable, false, {}});
  if (!search.find(type, at, pointers_max, 0)) return {};
  return std::move(search.path);
}

bool is_closure(Dwarf_Die* type) {
  const std::string_view name = name_of(type);
  if (!is_class(dwarf_tag(type))) return false;
  if (name.starts_with("<lambda") || name.starts_with("._anon")) return true;
  if (!name.empty()) return false;
  // clang gives a lambda no name; it has an operator() then.
  Dwarf_Die die;
  if (dwarf_child(type, &die) != 0) return false;
  do {
    if (dwarf_tag(&die) == DW_TAG_subprogram && name_of(&die) == "operator()") return true;
  } while (dwarf_siblingof(&die, &die) == 0);
  return false;
}

std::string captured_name(const char* member) {
  std::string_view name = member;
  if (name.starts_with("__")) name.remove_prefix(2);  // g++ writes it so.
  return name == "this" ? "" : std::string(name);
}

std::string class_of_this(Dwarf_Die type) {
  Dwarf_Die pointee;
  if (!is_pointer(dwarf_tag(&type)) || !type_of(&type, &pointee)) return "";
  if (!is_class(dwarf_tag(&pointee)) || is_closure(&pointee)) return "";
  return std::string(name_of(&pointee));
}

}  // namespace interleave
