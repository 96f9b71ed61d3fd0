"""Reads exported runs with SMAC and Optuna, and writes what they found to stdout: argv holds a folder of cases."""

import json
import logging
import sys
import warnings
from pathlib import Path

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from smac.runhistory.runhistory import RunHistory
from smac.scenario import Scenario


def plain(values):
    return {name: value.item() if hasattr(value, "item") else value for name, value in dict(values).items()}


def with_smac(folder):
    scenario = Scenario.load(folder)
    history = RunHistory()
    history.load(folder / "runhistory.json", scenario.configspace)
    rows = [
        {
            "configuration": plain(history.get_config(key.config_id)),
            "instance": key.instance,
            "seed": key.seed,
            "budget": key.budget,
            "cost": value.cost if value.status == 1 else None,
            "status": int(value.status),
        }
        for key, value in history.items()
    ]
    state = json.loads((folder / "intensifier.json").read_text())
    incumbents = [plain(history.get_config(config_id)) for config_id in state["incumbent_ids"]]
    # DeepCAVE reads rows by the place of their keys.
    keys = [list(row) for row in json.loads((folder / "runhistory.json").read_text())["data"]]
    folder_is_the_same = Path(scenario.output_directory) == folder
    return {"rows": rows, "incumbents": incumbents, "keys": keys, "seed": scenario.seed, "folder": folder_is_the_same}


def with_optuna(file):
    storage = JournalStorage(JournalFileBackend(str(file)))
    (name,) = optuna.get_all_study_names(storage)
    study = optuna.load_study(study_name=name, storage=storage)
    trials = [{"params": trial.params, "values": trial.values, "state": trial.state.name} for trial in study.trials]
    # It can be gone on with.
    study.enqueue_trial(study.trials[0].params)
    more = study.ask().number
    return {"name": name, "trials": trials, "more": more, "run": study.user_attrs["trialfan"]["run"]}


warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
optuna.logging.disable_default_handler()
answers = []
for case in sorted(Path(sys.argv[1]).iterdir()):
    folder = next(case.glob("smac/*/*"))
    answers.append({"smac": with_smac(folder), "optuna": with_optuna(case / "optuna.log")})
json.dump(answers, sys.stdout)
