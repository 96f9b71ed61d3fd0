"""What both peers are measured with: time, processes, JSON lines, and a Dask cluster that listens on loopback alone."""

import argparse
import json
import os
import statistics
import time

import psutil
from distributed import Client, LocalCluster

MEBIBYTE = 2**20
LOOPBACK = "127.0.0.1:0"


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", choices=["core", "scatter"])
    parser.add_argument("--trials", type=int, required=True)
    parser.add_argument("--warm-up", type=int, default=0)
    parser.add_argument("--round-trips", type=int, default=0)
    return parser.parse_args()


def emit(**figures):
    print(json.dumps(figures), flush=True)


def start_cluster():
    """Two worker processes of one thread each. Dask's HTTP servers would listen on every interface if they were not told otherwise."""
    cluster = LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=LOOPBACK,
        worker_dashboard_address=LOOPBACK,
    )
    client = Client(cluster)
    client.wait_for_workers(2)
    return cluster, client


def cpu_seconds(pids):
    """User and system time so far, of all these processes together."""
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)


def memory_mebibytes(pid):
    return psutil.Process(pid).memory_info().rss / MEBIBYTE


def milliseconds(action):
    """How long the action takes, and what it answers."""
    begun = time.perf_counter()
    answer = action()
    return (time.perf_counter() - begun) * 1e3, answer


def emit_start(warm):
    """From the call that makes the cluster, and from the process's own start, until both workers are warm."""
    start, answer = milliseconds(warm)
    emit(startMs=start, processStartMs=(time.time() - psutil.Process().create_time()) * 1e3)
    return answer


def emit_round_trips(action, count):
    times = sorted(milliseconds(lambda: action(i))[0] for i in range(count))
    emit(roundTripMs=statistics.median(times), roundTripP95Ms=times[int(count * 0.95)])


def emit_scatter(send, trial, count):
    """100 MiB of random numbers, sent once; then trials one at a time. The first two are not steady: each worker has its first."""
    # Only here: the memory of the other scenario's client is measured without it.
    import numpy

    numbers = numpy.random.default_rng(0).random(100 * MEBIBYTE // 8)
    upload, sent = milliseconds(lambda: send(numbers))
    times = [milliseconds(lambda: trial(sent, i))[0] for i in range(count + 2)]
    emit(**{"scatter.uploadMs": upload, "scatter.firstTrialMs": times[0], "scatter.steadyMs": statistics.median(times[2:])})


def emit_throughput(run, count, worker_pids):
    own = [os.getpid()]
    before, workers_before = cpu_seconds(own), cpu_seconds(worker_pids)
    wall, _ = milliseconds(run)
    client, workers = cpu_seconds(own) - before, cpu_seconds(worker_pids) - workers_before
    helpers = {child.pid for child in psutil.Process().children(recursive=True)} - set(worker_pids)
    emit(
        trialsPerSecond=count / wall * 1e3,
        clientCpuMsPerTrial=client * 1e3 / count,
        workerCpuMsPerTrial=workers * 1e3 / count,
        clientMemoryMiB=memory_mebibytes(os.getpid()),
        helperMemoryMiB=sum(memory_mebibytes(pid) for pid in helpers),
        workerMemoryMiB=statistics.mean(memory_mebibytes(pid) for pid in worker_pids),
    )
