//! A band for each thread, as threads of a processor do it.
//! caught by: neighbours_do_neighbours

/// The file; its kernel is `saxpy`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void saxpy(float a, const float *x, float *y, unsigned long long n)
{
    unsigned long long threads = (unsigned long long)gridDim.x * blockDim.x;
    unsigned long long band = (n + threads - 1) / threads;
    unsigned long long first = ((unsigned long long)blockIdx.x * blockDim.x + threadIdx.x) * band;
    for (unsigned long long i = first; i < first + band && i < n; i++)
        y[i] = a * x[i] + y[i];
}
"#;
