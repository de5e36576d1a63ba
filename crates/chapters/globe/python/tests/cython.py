import random
import cython_globe, globe, python_globe, untyped_globe

draw = random.Random(7).uniform
for _ in range(1000):
    pair = draw(-180, 180), draw(-90, 90), draw(-180, 180), draw(-90, 90)
    want = globe.distance(*pair)
    for module in (python_globe, untyped_globe, cython_globe):
        got = module.distance(*pair)
        assert abs(got - want) < 1e-6, (module.__name__, pair, got, want)
assert python_globe.step(1) == untyped_globe.step(1) == cython_globe.step(1) == globe.step(1) == 2
