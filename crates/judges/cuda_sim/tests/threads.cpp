// A kernel on real threads, for the real ThreadSanitizer: one for each of CUDA's, one block after another. Barriers are
// POSIX's, which the sanitizer knows. Called with the number of warps.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct dim3 {
    unsigned x, y, z;
};
static thread_local dim3 threadIdx;
static dim3 blockIdx = {0, 0, 0}, gridDim = {1, 1, 1}, blockDim = {0, 1, 1};
static pthread_barrier_t block, warps[32];
static float passed_on[1024];

#define __global__
#define __shared__ static
#define __syncthreads() pthread_barrier_wait(&block)

static float __shfl_down_sync(unsigned, float value, unsigned offset)
{
    unsigned own = threadIdx.x, warp = own / 32;
    passed_on[own] = value;
    pthread_barrier_wait(&warps[warp]);
    if (own % 32 + offset < 32)
        value = passed_on[own + offset];
    pthread_barrier_wait(&warps[warp]);
    return value;
}

#include "sums.cu"

enum { ROWS = 2, COLUMNS = 1000 };
static float x[ROWS * COLUMNS], sums[ROWS];

static void *thread(void *number)
{
    threadIdx.x = (unsigned)(size_t)number;
    // All are there before one begins, and none leaves before all are done: of a thread that has gone, the sanitizer
    // doesn't know any more where it was.
    pthread_barrier_wait(&block);
    sums_of_rows(x, sums, ROWS, COLUMNS);
    pthread_barrier_wait(&block);
    return nullptr;
}

int main(int, char **arguments)
{
    for (float &one : x)
        one = 1;
    unsigned count = atoi(arguments[1]);
    blockDim.x = 32 * count;
    pthread_barrier_init(&block, nullptr, blockDim.x);
    for (unsigned warp = 0; warp < count; warp++)
        pthread_barrier_init(&warps[warp], nullptr, 32);
    pthread_t threads[1024];
    for (size_t t = 0; t < blockDim.x; t++)
        pthread_create(&threads[t], nullptr, thread, (void *)t);
    for (unsigned t = 0; t < blockDim.x; t++)
        pthread_join(threads[t], nullptr);
    printf("%g %g\n", sums[0], sums[1]);
}
