//! Lets thread 0 sum the row.
//! caught by: a_block_shares_its_row

/// The file; its kernel is `sums_of_rows`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void sums_of_rows(const float *x, float *sums, unsigned rows, unsigned columns)
{
    for (unsigned row = blockIdx.x; row < rows; row += gridDim.x)
        if (threadIdx.x == 0) {
            float sum = 0;
            for (unsigned column = 0; column < columns; column++)
                sum += x[row * columns + column];
            sums[row] = sum;
        }
}
"#;
