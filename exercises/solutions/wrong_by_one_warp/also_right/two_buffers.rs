//! Keeps the sums of even and of odd rows apart: one barrier a row.

/// The file; its kernel is `sums_of_rows`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void sums_of_rows(const float *x, float *sums, unsigned rows, unsigned columns)
{
    __shared__ float of_warps[2][32];
    unsigned warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    unsigned turn = 0;
    for (unsigned row = blockIdx.x; row < rows; row += gridDim.x) {
        turn ^= 1;
        float sum = 0;
        for (unsigned column = threadIdx.x; column < columns; column += blockDim.x)
            sum += x[row * columns + column];
        // Lane 0 ends up with the sum of its warp.
        for (unsigned offset = 16; offset > 0; offset /= 2)
            sum += __shfl_down_sync(0xffffffff, sum, offset);
        if (lane == 0)
            of_warps[turn][warp] = sum;
        // All warps have stored.
        __syncthreads();
        if (threadIdx.x == 0) {
            for (unsigned other = 1; other < blockDim.x / 32; other++)
                sum += of_warps[turn][other];
            sums[row] = sum;
        }
    }
}
"#;
