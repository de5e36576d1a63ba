#define BLOCK 256

// The sum of each block.
extern "C" __global__ void sums_of_blocks(const unsigned long long *x,
                                          unsigned long long *sums, unsigned long long n)
{
    __shared__ unsigned long long partial[BLOCK];
    unsigned long long at = (unsigned long long)blockIdx.x * BLOCK + threadIdx.x;
    unsigned i = threadIdx.x;
    partial[i] = at < n ? x[at] : 0;
    for (unsigned half_of = BLOCK / 2; half_of > 0; half_of /= 2) {
        __syncthreads();
        if (i < half_of)
            partial[i] += partial[i + half_of];
    }
    if (i == 0)
        sums[blockIdx.x] = partial[0];
}

// Running totals of each block, which start from the total of all blocks before.
extern "C" __global__ void totals(const unsigned long long *x, const unsigned long long *before,
                                  unsigned long long *y, unsigned long long n)
{
    __shared__ unsigned long long sums[BLOCK];
    unsigned long long at = (unsigned long long)blockIdx.x * BLOCK + threadIdx.x;
    unsigned i = threadIdx.x;
    unsigned long long sum = at < n ? x[at] : 0;
    sums[i] = sum;
    for (unsigned by = 1; by < BLOCK; by *= 2) {
        __syncthreads();
        if (i >= by)
            sum += sums[i - by];
        // Nobody stores before everybody has read.
        __syncthreads();
        sums[i] = sum;
    }
    if (blockIdx.x > 0)
        sum += before[blockIdx.x - 1];
    if (at < n)
        y[at] = sum;
}
