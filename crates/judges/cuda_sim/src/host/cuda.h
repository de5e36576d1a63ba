// CUDA C, as far as the exercises go, for the host's C++ compiler. Threads are played by `run.cpp`, one at a time.
#include <stddef.h>
#include <stdint.h>

struct uint3 {
    unsigned x, y, z;
};
struct dim3 {
    unsigned x, y, z;
};
struct alignas(8) float2 {
    float x, y;
};
struct alignas(16) float4 {
    float x, y, z, w;
};

extern uint3 blockIdx, threadIdx;
extern dim3 gridDim, blockDim;
static const int warpSize = 32;

#define __global__
#define __device__ static
#define __host__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __constant__ static
// One block runs at a time, so what is static belongs to it alone. The section says where it lies.
#define __shared__ static __attribute__((section("cuda_shared")))

// Calls of the player, each with its line.
extern "C" {
void cuda_sim_block(unsigned line);
uint64_t cuda_sim_warp(unsigned line, unsigned kind, unsigned mask, uint64_t value, unsigned other, unsigned width);
void cuda_sim_atomic(const volatile void *address, unsigned size, unsigned line);
}

// The kinds of `cuda_sim_warp`.
enum { SIM_SYNC, SIM_DOWN, SIM_UP, SIM_XOR, SIM_LANE, SIM_BALLOT };

#define __syncthreads() cuda_sim_block(__LINE__)
#define __syncwarp(...) cuda_sim_syncwarp(__LINE__, ##__VA_ARGS__)
static inline void cuda_sim_syncwarp(unsigned line, unsigned mask = 0xffffffff)
{
    cuda_sim_warp(line, SIM_SYNC, mask, 0, 0, 32);
}

template <typename T>
static inline T cuda_sim_shuffle(unsigned line, unsigned kind, unsigned mask, T value, unsigned other, unsigned width = 32)
{
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "a shuffle passes on 4 or 8 bytes");
    uint64_t bits = 0;
    __builtin_memcpy(&bits, &value, sizeof value);
    bits = cuda_sim_warp(line, kind, mask, bits, other, width);
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}
#define __shfl_down_sync(mask, ...) cuda_sim_shuffle(__LINE__, SIM_DOWN, mask, __VA_ARGS__)
#define __shfl_up_sync(mask, ...) cuda_sim_shuffle(__LINE__, SIM_UP, mask, __VA_ARGS__)
#define __shfl_xor_sync(mask, ...) cuda_sim_shuffle(__LINE__, SIM_XOR, mask, __VA_ARGS__)
#define __shfl_sync(mask, ...) cuda_sim_shuffle(__LINE__, SIM_LANE, mask, __VA_ARGS__)
#define __ballot_sync(mask, predicate) (unsigned)cuda_sim_warp(__LINE__, SIM_BALLOT, mask, !!(predicate), 0, 32)

template <typename T>
__attribute__((no_sanitize("thread"), noinline)) T cuda_sim_add(unsigned line, T *address, T value)
{
    cuda_sim_atomic(address, sizeof(T), line);
    // One step: no other thread runs before this one waits.
    T old = *address;
    *address = old + value;
    return old;
}
#define atomicAdd(address, value) cuda_sim_add<__typeof__(*(address) + 0)>(__LINE__, address, value)

template <typename T> static inline T __ldg(const T *address) { return *address; }

#define CUDA_SIM_LEAST_AND_GREATEST(T)                                                                                  \
    static inline T min(T a, T b) { return b < a ? b : a; }                                                             \
    static inline T max(T a, T b) { return a < b ? b : a; }
CUDA_SIM_LEAST_AND_GREATEST(int)
CUDA_SIM_LEAST_AND_GREATEST(unsigned)
CUDA_SIM_LEAST_AND_GREATEST(long)
CUDA_SIM_LEAST_AND_GREATEST(unsigned long)
CUDA_SIM_LEAST_AND_GREATEST(float)
CUDA_SIM_LEAST_AND_GREATEST(double)
