//! Goes on by the threads of a block, as if there were no other.
//! caught by: every_number_is_added_once
//! beside everybody: it starts in the right place, and so is right with one block.

/// The file; its kernel is `saxpy`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void saxpy(float a, const float *x, float *y, unsigned long long n)
{
    for (unsigned long long i = (unsigned long long)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += blockDim.x)
        y[i] = a * x[i] + y[i];
}
"#;
