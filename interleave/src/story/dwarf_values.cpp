#include "story/dwarf_values.hpp"

#include <dwarf.h>

#include <vector>

#include "story/debug_info.hpp"
#include "story/safe_memory.hpp"

namespace interleave {
namespace {

// A description of a place is a small program for a stack machine (DWARF 5, 2.5).
class Machine {
 public:
  Machine(Dwarf_Die* function, const Frame* frame, Dwarf_Addr bias, Dwarf_Attribute* attribute)
      : function_(function), frame_(frame), bias_(bias), attribute_(attribute) {}

  std::optional<Place> run(const Dwarf_Op* operations, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!step(operations[i])) return std::nullopt;
    }
    if (stack_.empty()) return std::nullopt;
    return Place{stack_.back(), is_address_};
  }

 private:
  bool push(std::optional<std::uintptr_t> value) {
    if (value) stack_.push_back(*value);
    return value.has_value();
  }

  std::optional<std::uintptr_t> register_value(Dwarf_Word number) const {
    if (frame_ == nullptr || number >= Frame::kRegisters) return std::nullopt;
    if ((frame_->known_registers >> number & 1) == 0) return std::nullopt;
    return frame_->registers[number];
  }

  std::optional<std::uintptr_t> plus(std::optional<std::uintptr_t> base, Dwarf_Word offset) const {
    if (!base) return std::nullopt;
    return *base + offset;
  }

  std::optional<std::uintptr_t> frame_base() const {
    Dwarf_Attribute attribute;
    Dwarf_Op* operations = nullptr;
    std::size_t count = 0;
    const bool is_known = frame_ != nullptr && function_ != nullptr &&
                          dwarf_attr_integrate(function_, DW_AT_frame_base, &attribute) != nullptr;
    if (!is_known || dwarf_getlocation(&attribute, &operations, &count) != 0) return std::nullopt;
    Machine machine(nullptr, frame_, bias_, &attribute);
    const std::optional<Place> place = machine.run(operations, count);
    return place ? std::optional(place->value) : std::nullopt;
  }

  std::optional<std::uintptr_t> address_in_table(const Dwarf_Op& operation) const {
    Dwarf_Attribute entry;
    Dwarf_Addr found = 0;
    if (dwarf_getlocation_attr(attribute_, &operation, &entry) != 0) return std::nullopt;
    if (dwarf_formaddr(&entry, &found) != 0) return std::nullopt;
    return found + bias_;
  }

  bool dereference(std::size_t bytes) {
    if (stack_.empty()) return false;
    const std::optional<std::uintptr_t> value = read_memory(stack_.back(), bytes);
    stack_.pop_back();
    return push(value);
  }

  bool step(const Dwarf_Op& operation) {
    const unsigned atom = operation.atom;
    if (atom >= DW_OP_breg0 && atom <= DW_OP_breg31) {
      return push(plus(register_value(atom - DW_OP_breg0), operation.number));
    }
    if (atom >= DW_OP_reg0 && atom <= DW_OP_reg31) {
      is_address_ = false;
      return push(register_value(atom - DW_OP_reg0));
    }
    if (atom >= DW_OP_lit0 && atom <= DW_OP_lit31) return push(atom - DW_OP_lit0);
    switch (atom) {
      case DW_OP_addr:
        return push(operation.number + bias_);
      case DW_OP_addrx:
        return push(address_in_table(operation));
      case DW_OP_fbreg:
        return push(plus(frame_base(), operation.number));
      case DW_OP_bregx:
        return push(plus(register_value(operation.number), operation.number2));
      case DW_OP_call_frame_cfa:
        return push(frame_ == nullptr ? std::nullopt : std::optional(frame_->frame_base));
      case DW_OP_deref:
        return dereference(sizeof(std::uintptr_t));
      case DW_OP_deref_size:
        return dereference(operation.number);
      case DW_OP_plus_uconst:
        if (stack_.empty()) return false;
        stack_.back() += operation.number;
        return true;
      case DW_OP_stack_value:
        is_address_ = false;
        return true;
      default:
        return arithmetic(operation);
    }
  }

  bool arithmetic(const Dwarf_Op& operation) {
    switch (operation.atom) {
      case DW_OP_const1u:
      case DW_OP_const2u:
      case DW_OP_const4u:
      case DW_OP_const8u:
      case DW_OP_constu:
      case DW_OP_const1s:
      case DW_OP_const2s:
      case DW_OP_const4s:
      case DW_OP_const8s:
      case DW_OP_consts:
        return push(operation.number);
      case DW_OP_plus:
      case DW_OP_minus: {
        if (stack_.size() < 2) return false;
        const std::uintptr_t right = stack_.back();
        stack_.pop_back();
        stack_.back() += operation.atom == DW_OP_plus ? right : -right;
        return true;
      }
      case DW_OP_nop:
        return true;
      default:  // It needs what was once in a register, or is spread over several places.
        return false;
    }
  }

  Dwarf_Die* function_;
  const Frame* frame_;
  Dwarf_Addr bias_;
  Dwarf_Attribute* attribute_;
  std::vector<std::uintptr_t> stack_;
  bool is_address_ = true;
};

}  // namespace

std::optional<Dwarf_Word> number_of(Dwarf_Die* die, unsigned name) {
  Dwarf_Attribute attribute;
  Dwarf_Word value = 0;
  if (dwarf_attr_integrate(die, name, &attribute) == nullptr) return std::nullopt;
  if (dwarf_formudata(&attribute, &value) != 0) return std::nullopt;
  return value;
}

bool type_of(Dwarf_Die* die, Dwarf_Die* type) {
  Dwarf_Attribute attribute;
  if (dwarf_attr_integrate(die, DW_AT_type, &attribute) == nullptr) return false;
  if (dwarf_formref_die(&attribute, type) == nullptr) return false;
  return dwarf_peel_type(type, type) == 0;
}

std::size_t bytes_of(Dwarf_Die* type) {
  Dwarf_Word bytes = 0;
  return dwarf_aggregate_size(type, &bytes) == 0 ? bytes : 0;
}

// dwarf_decl_file() takes file 0 for none. Since DWARF 5 it is the one that was compiled, as clang
// writes it.
std::string file_of(Dwarf_Die* die) {
  Dwarf_Attribute attribute;
  Dwarf_Word number = 0;
  if (dwarf_attr_integrate(die, DW_AT_decl_file, &attribute) == nullptr) return "";
  if (dwarf_formudata(&attribute, &number) != 0) return "";
  Dwarf_Die unit;
  Dwarf_Half version = 0;
  if (dwarf_cu_die(attribute.cu, &unit, &version, nullptr, nullptr, nullptr, nullptr, nullptr) ==
      nullptr) {
    return "";
  }
  Dwarf_Files* files = nullptr;
  std::size_t count = 0;
  constexpr Dwarf_Half kFileZeroIsAFile = 5;
  if (number == 0 && version < kFileZeroIsAFile) return "";
  if (dwarf_getsrcfiles(&unit, &files, &count) != 0 || number >= count) return "";
  return absolute_path(&unit, dwarf_filesrc(files, number, nullptr, nullptr));
}

std::optional<Place> place_of(Dwarf_Die* variable, Dwarf_Die* function, const Frame& frame,
                              Dwarf_Addr bias) {
  Dwarf_Attribute attribute;
  if (dwarf_attr_integrate(variable, DW_AT_location, &attribute) == nullptr) return std::nullopt;
  Dwarf_Op* operations = nullptr;
  std::size_t count = 0;
  const Dwarf_Addr pc = reinterpret_cast<Dwarf_Addr>(frame.pc) - 1 - bias;
  if (dwarf_getlocation_addr(&attribute, pc, &operations, &count, 1) != 1) return std::nullopt;
  return Machine(function, &frame, bias, &attribute).run(operations, count);
}

std::optional<std::uintptr_t> static_place_of(Dwarf_Die* variable, Dwarf_Addr bias) {
  Dwarf_Attribute attribute;
  Dwarf_Op* operations = nullptr;
  std::size_t count = 0;
  if (dwarf_attr(variable, DW_AT_location, &attribute) == nullptr) return std::nullopt;
  if (dwarf_getlocation(&attribute, &operations, &count) != 0 || count != 1) return std::nullopt;
  const std::optional<Place> place =
      Machine(nullptr, nullptr, bias, &attribute).run(operations, count);
  return place && place->is_address ? std::optional(place->value) : std::nullopt;
}

}  // namespace interleave
