/* Two threads take two locks in two orders. */
#include <pthread.h>

static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t right = PTHREAD_MUTEX_INITIALIZER;

static void *left_first(void *nothing) {
  pthread_mutex_lock(&left);
  pthread_mutex_lock(&right);
  pthread_mutex_unlock(&right);
  pthread_mutex_unlock(&left);
  return nothing;
}

static void *right_first(void *nothing) {
  pthread_mutex_lock(&right);
  pthread_mutex_lock(&left);
  pthread_mutex_unlock(&left);
  pthread_mutex_unlock(&right);
  return nothing;
}

int main(void) {
  pthread_t one;
  pthread_t two;
  pthread_create(&one, NULL, left_first, NULL);
  pthread_create(&two, NULL, right_first, NULL);
  pthread_join(one, NULL);
  pthread_join(two, NULL);
  return 0;
}
