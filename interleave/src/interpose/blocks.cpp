#include "interpose/blocks.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace interleave {
namespace {

constexpr std::size_t kEntriesAtFirst = 1024;

std::size_t hash(const void* address) {
  return (reinterpret_cast<std::uintptr_t>(address) >> 4) * 0x9E3779B97F4A7C15u >> 20;
}

}  // namespace

Blocks::Blocks() : entries_(kEntriesAtFirst) { clear(); }

void Blocks::clear() {
  lowest_ = std::numeric_limits<std::uintptr_t>::max();
  highest_ = 0;
  blocks_.clear();
  by_address_.clear();
  ++generation_;
}

Blocks::Entry& Blocks::entry_of(const void* address) {
  const std::size_t mask = entries_.size() - 1;
  for (std::size_t i = hash(address) & mask;; i = (i + 1) & mask) {
    Entry& entry = entries_[i];
    if (entry.generation != generation_ || entry.address == address) return entry;
  }
}

// Memory that was given back behind the program's back may come again: the later block counts.
void Blocks::add(const Block& block) {
  if (2 * (blocks_.size() + 1) > entries_.size()) grow();
  entry_of(block.address) = {block.address, generation_,
                             static_cast<std::uint32_t>(blocks_.size())};
  blocks_.push_back(block);
  const auto begin = reinterpret_cast<std::uintptr_t>(block.address);
  lowest_ = std::min(lowest_, begin);
  highest_ = std::max(highest_, begin + block.bytes);
}

void Blocks::grow() {
  std::vector<Entry> old(entries_.size() * 2);
  old.swap(entries_);
  for (const Entry& entry : old) {
    if (entry.generation == generation_) entry_of(entry.address) = entry;
  }
}

Block* Blocks::beginning_at(const void* address) {
  const Entry& entry = entry_of(address);
  return entry.generation == generation_ ? &blocks_[entry.index] : nullptr;
}

void Blocks::order() {
  // Of two blocks at one address, the later comes last.
  const auto comes_before = [this](std::uint32_t one, std::uint32_t other) {
    return std::pair(blocks_[one].address, one) < std::pair(blocks_[other].address, other);
  };
  const bool first_time = by_address_.empty();
  for (std::size_t i = by_address_.size(); i < blocks_.size(); ++i) {
    const auto index = static_cast<std::uint32_t>(i);
    // Later there are few new ones at a time; std::inplace_merge would ask for memory each time.
    const auto at =
        first_time ? by_address_.end()
                   : std::upper_bound(by_address_.begin(), by_address_.end(), index, comes_before);
    by_address_.insert(at, index);
  }
  if (first_time) std::sort(by_address_.begin(), by_address_.end(), comes_before);
}

const Block* Blocks::around(const void* address) {
  // Stacks and global variables lie elsewhere: most questions are about those.
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  if (at < lowest_ || at > highest_) return nullptr;
  if (by_address_.size() < blocks_.size()) order();
  const auto above = std::upper_bound(
      by_address_.begin(), by_address_.end(), address,
      [this](const void* wanted, std::uint32_t i) { return wanted < blocks_[i].address; });
  if (above == by_address_.begin()) return nullptr;
  const Block& block = blocks_[*std::prev(above)];
  const auto* begin = static_cast<const char*>(block.address);
  return static_cast<const char*>(address) <= begin + block.bytes ? &block : nullptr;
}

}  // namespace interleave
