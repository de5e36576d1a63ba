import numpy as np
import globe

draw = np.random.default_rng(7).uniform
n = 10_001
lon1, lon2 = draw(-180, 180, n), draw(-180, 180, n)
lat1, lat2 = draw(-90, 90, n), draw(-90, 90, n)
km = np.empty(n)
globe.distances(lon1, lat1, lon2, lat2, km)
one_by_one = [globe.distance(*pair) for pair in zip(lon1, lat1, lon2, lat2)]
assert np.abs(km - one_by_one).max() < 1e-6
globe.distances(lon1, lat1, lon2, lat2, km, simd=False)
assert (km == one_by_one).all()

# A view with gaps is an array as well, to read from and to write to.
every_second = np.full(2 * n, -1.0)
globe.distances(lon1, lat1, lon2[::-1], lat2[::-1], every_second[::2])
assert (every_second[1::2] == -1).all()
assert abs(every_second[0] - globe.distance(lon1[0], lat1[0], lon2[-1], lat2[-1])) < 1e-6

globe.distances(*[np.empty(0)] * 5)
