"""The chain of cheap steps through the transport of distilabel, with the standard library alone.

A process for each step, its queue and the queue of the results in a manager process, and one coordinator that every batch
comes back to: it collects rows until a batch of the next step is full. Rows are dictionaries. Prints one line of JSON.
"""

import json
import multiprocessing
import sys
import time

MASK = (1 << 64) - 1


def signed(value, bits):
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def calibrate(rows):
    for row in rows:
        row["calibrated"] = row["value"] * 3 + 17
    return rows


def in_range(rows):
    return [row for row in rows if row["calibrated"] & 7 != 0]


def mix(rows):
    for row in rows:
        row["mixed"] = signed((row["id"] ^ row["calibrated"]) * 0x5851F42D4C957F2D, 64)
    return rows


def fold(rows):
    for row in rows:
        mixed = row["mixed"]
        row["result"] = signed(mixed >> 32, 32) ^ signed(mixed, 32)
    return rows


STEPS = [calibrate, in_range, mix, fold]


def load(count, size, go, output):
    """The source: gives batches of rows."""
    output.put((-1, None))
    go.get()
    for start in range(0, count, size):
        output.put((0, [{"id": n, "value": ((n * 2654435761) >> 7) & 0xFFFF} for n in range(start, min(start + size, count))]))
    output.put((0, None))


def work(place, queue, output):
    """A step: takes batches from its queue until it is told that there are no more."""
    output.put((-1, None))
    while (rows := queue.get()) is not None:
        output.put((place + 1, STEPS[place](rows)))
    output.put((place + 1, None))


def main(count, size):
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:
        output = manager.Queue()
        go = manager.Queue()
        queues = [manager.Queue() for _ in STEPS]
        processes = [context.Process(target=load, args=(count, size, go, output), daemon=True)]
        processes += [context.Process(target=work, args=(place, queue, output), daemon=True) for place, queue in enumerate(queues)]
        for process in processes:
            process.start()
        for _ in processes:
            output.get()

        began = time.perf_counter()
        go.put(True)
        waiting = [[] for _ in STEPS]
        in_order = any_order = 0
        while True:
            place, rows = output.get()
            if place == len(STEPS):
                if rows is None:
                    break
                for row in rows:
                    one = row["id"] ^ ((row["result"] & 0xFFFFFFFF) << 32)
                    in_order = (in_order * 31 + one) & MASK
                    any_order = (any_order + one * 0x9E3779B97F4A7C15) & MASK
                continue
            collected = waiting[place]
            collected.extend(rows or [])
            while len(collected) >= size or (rows is None and collected):
                queues[place].put(collected[:size])
                del collected[:size]
            if rows is None:
                queues[place].put(None)
        seconds = time.perf_counter() - began

        for process in processes:
            process.join()
    print(json.dumps({"seconds": seconds, "in_order": in_order, "any_order": any_order}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
