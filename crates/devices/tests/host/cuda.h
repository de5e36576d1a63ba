// Enough of CUDA to run a kernel on the host, as C++: a thread of the processor for each thread of a block, and one
// block after another. It says whether a kernel means the right thing, and nothing of how fast it is.
#include <barrier>
#include <cmath>
#include <thread>
#include <vector>

struct dim3 {
    unsigned x = 1, y = 1, z = 1;
};
struct alignas(16) float4 {
    float x, y, z, w;
};

static dim3 gridDim, blockDim;
static thread_local dim3 blockIdx, threadIdx;
static std::barrier<> *everybody;
static thread_local unsigned barriers;

#define __global__
#define __constant__ static
// One block runs at a time, so what is static belongs to it alone.
#define __shared__ static

inline void __syncthreads()
{
    barriers++;
    everybody->arrive_and_wait();
}

// Calls `kernel` once for each thread of the grid. Returns 1 if threads of one block came to different numbers of
// barriers, which CUDA leaves undefined.
extern "C" int launch(dim3 grid, dim3 block, void (*kernel)(void *), void *arguments)
{
    gridDim = grid, blockDim = block;
    unsigned size = block.x * block.y;
    for (unsigned b = 0; b < grid.x * grid.y; b++) {
        std::barrier<> all(size);
        everybody = &all;
        std::vector<unsigned> met(size);
        std::vector<std::thread> threads;
        for (unsigned t = 0; t < size; t++)
            threads.emplace_back([=, &all, &met] {
                blockIdx = {b % grid.x, b / grid.x};
                threadIdx = {t % block.x, t / block.x};
                kernel(arguments);
                met[t] = barriers;
                // Whoever waits for this thread goes on.
                all.arrive_and_drop();
            });
        for (std::thread &thread : threads)
            thread.join();
        for (unsigned m : met)
            if (m != met[0])
                return 1;
    }
    return 0;
}
