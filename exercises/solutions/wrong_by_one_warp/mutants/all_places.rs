//! Adds all 32 places, whether a warp has stored there or not.
//! caught by: one_warp_is_still_right

/// The file; its kernel is `sums_of_rows`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void sums_of_rows(const float *x, float *sums, unsigned rows, unsigned columns)
{
    __shared__ float of_warps[32];
    unsigned warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    for (unsigned row = blockIdx.x; row < rows; row += gridDim.x) {
        float sum = 0;
        for (unsigned column = threadIdx.x; column < columns; column += blockDim.x)
            sum += x[row * columns + column];
        // Lane 0 ends up with the sum of its warp.
        for (unsigned offset = 16; offset > 0; offset /= 2)
            sum += __shfl_down_sync(0xffffffff, sum, offset);
        if (lane == 0)
            of_warps[warp] = sum;
        // All warps have stored.
        __syncthreads();
        if (threadIdx.x == 0) {
            for (unsigned other = 1; other < 32; other++)
                sum += of_warps[other];
            sums[row] = sum;
        }
        // Nobody stores for the next row while thread 0 still reads.
        __syncthreads();
    }
}
"#;
