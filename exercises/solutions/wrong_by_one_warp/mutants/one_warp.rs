//! Sends all warps but one home.
//! caught by: a_block_shares_its_row
//! beside one_thread: a warp shares the row, as it always did.

/// The file; its kernel is `sums_of_rows`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void sums_of_rows(const float *x, float *sums, unsigned rows, unsigned columns)
{
    __shared__ float of_warps[32];
    unsigned warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    if (warp > 0)
        return;
    for (unsigned row = blockIdx.x; row < rows; row += gridDim.x) {
        float sum = 0;
        for (unsigned column = threadIdx.x; column < columns; column += 32)
            sum += x[row * columns + column];
        // Lane 0 ends up with the sum of its warp.
        for (unsigned offset = 16; offset > 0; offset /= 2)
            sum += __shfl_down_sync(0xffffffff, sum, offset);
        if (lane == 0)
            of_warps[warp] = sum;
        if (threadIdx.x == 0) {
            sums[row] = sum;
        }
    }
}
"#;
