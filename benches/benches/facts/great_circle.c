/* The distances in plain C: what OpenMP and a compiler's own vectors of sines make of them. */
#include <math.h>
#include <omp.h>

void distances(long n, const double *lon1, const double *lat1, const double *lon2, const double *lat2, double *km,
               int threads) {
  const double degree = 3.14159265358979323846 / 180;
#pragma omp parallel for simd schedule(static) num_threads(threads)
  for (long i = 0; i < n; i++) {
    double north = sin((lat2[i] - lat1[i]) * degree / 2);
    double east = sin((lon2[i] - lon1[i]) * degree / 2);
    double a = north * north + cos(lat1[i] * degree) * cos(lat2[i] * degree) * east * east;
    km[i] = 2 * 6371.0 * asin(fmin(1, sqrt(a)));
  }
}
