__constant__ double RADIUS_KM = 6371.0;

extern "C" __global__ void distances(const double *lon1, const double *lat1,
                                     const double *lon2, const double *lat2,
                                     double *km, unsigned long long n)
{
    unsigned long long i = (unsigned long long)blockIdx.x * blockDim.x + threadIdx.x;
    // Blocks come whole: the last one reaches past the end.
    if (i >= n)
        return;
    const double degree = 3.14159265358979323846 / 180.0;
    double east = (lon2[i] - lon1[i]) * 0.5 * degree;
    double north = sin((lat2[i] - lat1[i]) * 0.5 * degree);
    double south = sin((lat2[i] + lat1[i]) * 0.5 * degree);
    double cosines = cos(lat1[i] * degree) * cos(lat2[i] * degree);
    // The squared half-chords to the second point and to its antipode.
    double a = north * north + cosines * sin(east) * sin(east);
    double b = south * south + cosines * cos(east) * cos(east);
    km[i] = 2.0 * RADIUS_KM * atan2(sqrt(a), sqrt(b));
}
