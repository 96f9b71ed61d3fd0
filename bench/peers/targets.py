"""Targets in a module of their own: worker processes import them by name, nothing of them travels with a trial."""

import os


def no_op(config, seed=0):
    return 1.0


def who(config, seed=0):
    return 1.0, {"pid": os.getpid()}


def first_number(config, data_to_scatter=None, seed=0):
    return float(data_to_scatter["x"][0])


def identity(number):
    return number


def first_of(numbers, number):
    return float(numbers[0]) + number
