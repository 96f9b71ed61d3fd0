"""Reads spaces with configurations from stdin as JSON, checks each configuration, and writes what ConfigSpace makes of them to stdout."""

import json
import sys
import warnings

from ConfigSpace import Configuration, ConfigurationSpace


def plain(configuration):
    return {name: value.item() if hasattr(value, "item") else value for name, value in dict(configuration).items()}


def round_trip(case):
    space = ConfigurationSpace.from_serialized_dict(case["space"])
    space.seed(1)
    for values in case["configurations"]:
        Configuration(space, values=values)
    drawn = space.sample_configuration(5)
    return {
        "space": space.to_serialized_dict(),
        "default": plain(space.get_default_configuration()),
        "configurations": [plain(configuration) for configuration in drawn],
    }


def answer(case):
    try:
        return round_trip(case)
    except Exception as error:  # reported beside the case that it belongs to
        return {"error": f"{type(error).__name__}: {error}"}


warnings.simplefilter("ignore")
json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
