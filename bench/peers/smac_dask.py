"""SMAC's DaskParallelRunner, driven as SMAC's own loop drives it. See `measure.read_arguments` for the use."""

import logging
import shutil
import tempfile
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

from ConfigSpace import ConfigurationSpace, Float
from smac import Scenario
from smac.runhistory.dataclasses import TrialInfo
from smac.runner.dask_runner import DaskParallelRunner
from smac.runner.target_function_runner import TargetFunctionRunner

import targets
from measure import emit_round_trips, emit_scatter, emit_start, emit_throughput, read_arguments, start_cluster

for name in ("smac", "distributed"):
    logging.getLogger(name).setLevel(logging.ERROR)


def space(seed=0):
    drawn = ConfigurationSpace(seed=seed)
    drawn.add([Float("x0", (-5, 10), default=-5.0), Float("x1", (0, 15), default=2.0)])
    return drawn


def trials(count, seed):
    # A sample of one is no list.
    return [TrialInfo(config=drawn, seed=0) for drawn in space(seed).sample_configuration(max(2, count))[:count]]


def runner_of(client, target, folder):
    scenario = Scenario(space(), name="bench", deterministic=True, output_directory=folder)
    return DaskParallelRunner(TargetFunctionRunner(scenario, target, required_arguments=["seed"]), dask_client=client)


def drive(runner, infos, **given):
    """Submits (which waits while both workers are taken), collects what is ready, drains at the end."""
    done = []
    for info in infos:
        runner.submit_trial(info, **given)
        done += runner.iter_results()
    while runner.is_running():
        runner.wait()
        done += runner.iter_results()
    if any(value.status != 1 for _, value in done) or len(done) != len(infos):
        raise RuntimeError(f"{len(infos)} trials sent, came back: {[value.status for _, value in done]}")
    return done


def warm_cluster(folder):
    """Both workers have ended a trial."""
    cluster, client = start_cluster()
    runner = runner_of(client, targets.who, folder)
    pids = set()
    for attempt in range(50):
        pids |= {value.additional_info["pid"] for _, value in drive(runner, trials(2, attempt))}
        if len(pids) == 2:
            return cluster, client, sorted(pids)
    raise RuntimeError("100 trials, and only one worker ran them")


def one_at_a_time(runner, infos, given):
    def trial(i):
        runner.submit_trial(infos[i], **given)
        runner.wait()
        if len(list(runner.iter_results())) != 1:
            raise RuntimeError("expected one result")

    return trial


def core(arguments, folder):
    cluster, client, pids = emit_start(lambda: warm_cluster(folder))
    runner = runner_of(client, targets.no_op, folder)
    drive(runner, trials(arguments.warm_up, 9))
    infos = trials(arguments.trials, 3)
    emit_throughput(lambda: drive(runner, infos), arguments.trials, pids)
    emit_round_trips(one_at_a_time(runner, trials(arguments.round_trips, 5), {}), arguments.round_trips)
    client.close()
    cluster.close()


def scatter(arguments, folder):
    cluster, client, _ = warm_cluster(folder)
    drive(runner_of(client, targets.no_op, folder), trials(arguments.warm_up, 9))
    runner = runner_of(client, targets.first_number, folder)
    infos = trials(arguments.trials + 2, 5)
    emit_scatter(
        lambda numbers: client.scatter({"x": numbers}, broadcast=True),
        lambda sent, i: one_at_a_time(runner, infos, {"data_to_scatter": sent})(i),
        arguments.trials,
    )
    client.close()
    cluster.close()


if __name__ == "__main__":
    arguments = read_arguments()
    folder = Path(tempfile.mkdtemp(prefix="trialfan-bench-"))
    try:
        core(arguments, folder) if arguments.scenario == "core" else scatter(arguments, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
