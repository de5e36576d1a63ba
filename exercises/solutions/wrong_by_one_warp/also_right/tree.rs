//! Sums in shared memory, with a barrier for each level.

/// The file; its kernel is `sums_of_rows`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void sums_of_rows(const float *x, float *sums, unsigned rows, unsigned columns)
{
    __shared__ float tree[1024];
    unsigned t = threadIdx.x;
    for (unsigned row = blockIdx.x; row < rows; row += gridDim.x) {
        tree[t] = 0;
        for (unsigned column = t; column < columns; column += blockDim.x)
            tree[t] += x[row * columns + column];
        __syncthreads();
        for (unsigned half = 512; half > 0; half /= 2) {
            if (t < half && t + half < blockDim.x)
                tree[t] += tree[t + half];
            __syncthreads();
        }
        if (t == 0)
            sums[row] = tree[0];
    }
}
"#;
