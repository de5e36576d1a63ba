import array
import globe

def raised(call, *arguments):
    try:
        call(*arguments)
    except BaseException as error:
        return type(error).__name__ + ": " + str(error)
    raise AssertionError("nothing was raised")

assert raised(globe.distance, 0, 91, 0, 0) == "ValueError: there is no point at longitude 0, latitude 91"
assert raised(globe.distance, 0, float("nan"), 0, 0).startswith("ValueError")
assert raised(globe.distance, "0", 0, 0, 0).startswith("TypeError")
assert raised(globe.distance, 0, 0, 0).startswith("TypeError")
assert raised(globe.step, -1).startswith("OverflowError")

two = array.array("d", [1, 2])
km = array.array("d", [7, 7])
assert raised(globe.distances, two, two, two, array.array("d", [1]), km).startswith("ValueError: the five arrays")
assert raised(globe.distances, two, array.array("d", [1, 200]), two, two, km).startswith("ValueError: there is no point")
assert raised(globe.distances, two, two, two, array.array("f", [1, 2]), km).startswith("BufferError")
assert raised(globe.distances, two, two, two, [1, 2], km).startswith("TypeError")
assert raised(globe.distances, two, two, two, two, bytes(16)).startswith("BufferError")
assert list(km) == [7, 7], "nothing was written"

# A panic arrives as an exception that `except Exception` leaves alone; and the module still works.
bug = raised(globe.bug)
assert bug.startswith("PanicException: index out of bounds"), bug
try:
    globe.bug()
except Exception:
    raise AssertionError("a PanicException is no Exception")
except BaseException:
    pass
assert globe.step(1) == 2
