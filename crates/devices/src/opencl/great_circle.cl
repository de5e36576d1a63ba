constant double RADIUS_KM = 6371.0;

kernel void distances(global const double *lon1, global const double *lat1,
                      global const double *lon2, global const double *lat2,
                      global double *km, ulong n)
{
    ulong i = get_global_id(0);
    // Work-groups come whole: the last one reaches past the end.
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
