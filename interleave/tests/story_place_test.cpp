// What a story says of a thread is of this schedule, whatever was run before.
#include <gtest/gtest.h>
#include <pthread.h>

#include "failing.hpp"

namespace {

void* lock_and_unlock(void* mutex) {
  pthread_mutex_lock(static_cast<pthread_mutex_t*>(mutex));
  pthread_mutex_unlock(static_cast<pthread_mutex_t*>(mutex));
  return nullptr;
}

// In the first schedules the thread comes to its end; in the one that fails it never begins.
TEST(StoryPlaces, AThreadThatNeverBeganStandsNowhere) {
  const interleave::Failure failure = failing::failure_of([] {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    const bool goes_well = interleave::choose(2) == 0;
    pthread_t thread;
    pthread_create(&thread, nullptr, lock_and_unlock, &mutex);
    interleave::check(goes_well, "not this time");
    pthread_join(thread, nullptr);
  });
  ASSERT_EQ(failure.story.threads.size(), 2u);
  EXPECT_EQ(failure.story.threads[1].source.file, "");
  EXPECT_EQ(failure.story.threads[1].source.line, 0);
}

}  // namespace
