import globe
from math import acos, cos, isclose, radians, sin

def by_the_law_of_cosines(lon1, lat1, lon2, lat2):
    lon1, lat1, lon2, lat2 = map(radians, (lon1, lat1, lon2, lat2))
    return 6371 * acos(sin(lat1) * sin(lat2) + cos(lat1) * cos(lat2) * cos(lon2 - lon1))

for pair in [(-72.545, -13.163, -105.042, 38.841), (0, 0, 90, 0), (0, 0, 0, 90), (10.5, 20.5, -30.5, -40.5)]:
    assert isclose(globe.distance(*pair), by_the_law_of_cosines(*pair), rel_tol=1e-9), pair
assert globe.distance(lon1=1, lat1=2, lon2=1, lat2=2) == 0
assert "kilometres" in globe.distance.__doc__
assert globe.step(41) == 42
