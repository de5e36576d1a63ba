import array
import sys
import threading
import globe

# Nobody is told to give way: who keeps the interpreter to itself has it to the end of the call.
sys.setswitchinterval(1000)
n = 1_000_000
columns = [array.array("d", bytes(8 * n)) for _ in range(5)]

def ran_meanwhile():
    go, seen = threading.Lock(), []
    go.acquire()

    def other():
        with go:
            seen.append(True)

    thread = threading.Thread(target=other)
    thread.start()
    go.release()
    globe.distances(*columns)
    ran = bool(seen)
    thread.join()
    return ran

# One success proves it. A busy machine may be slow to wake the other thread.
assert any(ran_meanwhile() for _ in range(50)), "no other thread ever ran during the call"
