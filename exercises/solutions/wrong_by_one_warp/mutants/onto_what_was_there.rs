//! Adds atomically to a sum that nobody has cleared.
//! caught by: one_warp_is_still_right

/// The file; its kernel is `sums_of_rows`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void sums_of_rows(const float *x, float *sums, unsigned rows, unsigned columns)
{
    for (unsigned row = blockIdx.x; row < rows; row += gridDim.x) {
        float sum = 0;
        for (unsigned column = threadIdx.x; column < columns; column += blockDim.x)
            sum += x[row * columns + column];
        for (unsigned offset = 16; offset > 0; offset /= 2)
            sum += __shfl_down_sync(0xffffffff, sum, offset);
        if (threadIdx.x % 32 == 0)
            atomicAdd(&sums[row], sum);
    }
}
"#;
