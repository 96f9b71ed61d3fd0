"""Dask by itself, without SMAC: what the peer's own transport can do. See `measure.read_arguments` for the use."""

import os

from distributed import as_completed

import targets
from measure import emit, emit_round_trips, emit_scatter, emit_start, emit_throughput, milliseconds, read_arguments, start_cluster

WINDOW = 4


def warm_cluster():
    """Both workers have ended a task."""
    cluster, client = start_cluster()
    addresses = list(client.scheduler_info()["workers"])
    pids = client.gather([client.submit(os.getpid, workers=[address], pure=False) for address in addresses])
    return cluster, client, pids


def mapped(client, count):
    client.gather(client.map(targets.identity, range(count), pure=False))


def windowed(client, count):
    """At most four in flight, the next one sent when one is back: the shape of an optimizer's loop."""
    tasks = as_completed([client.submit(targets.identity, i, pure=False) for i in range(WINDOW)])
    sent = WINDOW
    for future in tasks:
        future.result()
        if sent < count:
            tasks.add(client.submit(targets.identity, sent, pure=False))
            sent += 1


def core(arguments):
    cluster, client, pids = emit_start(warm_cluster)
    mapped(client, arguments.warm_up)
    emit_throughput(lambda: mapped(client, arguments.trials), arguments.trials, pids)
    count = arguments.trials // 3
    wall, _ = milliseconds(lambda: windowed(client, count))
    emit(windowOfFourTrialsPerSecond=count / wall * 1e3)
    emit_round_trips(lambda i: client.submit(targets.identity, i, pure=False).result(), arguments.round_trips)
    client.close()
    cluster.close()


def scatter(arguments):
    cluster, client, _ = warm_cluster()
    mapped(client, arguments.warm_up)
    emit_scatter(
        lambda numbers: client.scatter(numbers, broadcast=True),
        lambda sent, i: client.submit(targets.first_of, sent, i, pure=False).result(),
        arguments.trials,
    )
    client.close()
    cluster.close()


if __name__ == "__main__":
    arguments = read_arguments()
    core(arguments) if arguments.scenario == "core" else scatter(arguments)
