// The members of stable_store.hpp. An interface's source includes this, after it has named the
// answer's type: using AnswerState = ::AcceptorState;
#pragma once

#include <utility>

#include "provided/stable_store.hpp"
#include "tests/interfaces/stable_store.hpp"

using StoreUnderTest = StableStore<under_test::State>;
using AnswerStore = StableStore<AnswerState>;

inline AnswerStore& store_of_answer(const StoreUnderTest& store) {
  return store.of_answer<AnswerState>();
}

StoreUnderTest::StableStore() { answer_.make<AnswerStore>(); }
StoreUnderTest::~StableStore() { answer_.destroy<AnswerStore>(); }

std::optional<under_test::State> StoreUnderTest::load() const {
  const std::optional<AnswerState> state = store_of_answer(*this).load();
  if (!state) return std::nullopt;
  return under_test::State{std::make_shared<const AnswerState>(*state)};
}

void StoreUnderTest::save(const under_test::State& state) {
  store_of_answer(*this).save(*static_cast<const AnswerState*>(state.of_answer.get()));
}

void StoreUnderTest::on_save(std::function<void(Moment)> hook) {
  store_of_answer(*this).on_save([hook = std::move(hook)](AnswerStore::Moment moment) {
    hook(moment == AnswerStore::Moment::kBefore ? Moment::kBefore : Moment::kAfter);
  });
}
