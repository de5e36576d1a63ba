//! Adds to one number in shared memory.

/// The file; its kernel is `sums_of_rows`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void sums_of_rows(const float *x, float *sums, unsigned rows, unsigned columns)
{
    __shared__ float all;
    for (unsigned row = blockIdx.x; row < rows; row += gridDim.x) {
        float sum = 0;
        for (unsigned column = threadIdx.x; column < columns; column += blockDim.x)
            sum += x[row * columns + column];
        for (unsigned offset = 16; offset > 0; offset /= 2)
            sum += __shfl_down_sync(0xffffffff, sum, offset);
        if (threadIdx.x == 0)
            all = 0;
        __syncthreads();
        if (threadIdx.x % 32 == 0)
            atomicAdd(&all, sum);
        __syncthreads();
        if (threadIdx.x == 0)
            sums[row] = all;
    }
}
"#;
