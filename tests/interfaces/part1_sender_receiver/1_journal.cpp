#include <journal.hpp>  // The answer.
#include <utility>

#include "1_journal/journal.hpp"

namespace under_test {
namespace {

::Journal& journal(const AnswerPlace& answer) { return answer.get<::Journal>(); }

}  // namespace

Journal::Journal() { answer_.make<::Journal>(); }
Journal::~Journal() { answer_.destroy<::Journal>(); }

void Journal::record(std::string who, std::string what) {
  journal(answer_).record(std::move(who), std::move(what));
}

std::size_t Journal::size() const { return std::as_const(journal(answer_)).size(); }

std::vector<Entry> Journal::entries() const {
  std::vector<Entry> entries;
  for (const ::Entry& entry : std::as_const(journal(answer_)).entries()) {
    entries.push_back({entry.who, entry.what});
  }
  return entries;
}

}  // namespace under_test
