//! Does its first number and no other: right if there are as many threads as numbers.
//! caught by: every_number_is_added_once

/// The file; its kernel is `saxpy`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void saxpy(float a, const float *x, float *y, unsigned long long n)
{
    unsigned long long i = (unsigned long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        y[i] = a * x[i] + y[i];
}
"#;
