"""Fits and predicts with scikit-learn's forest: reads one JSON object from stdin, writes one to stdout."""

import json
import sys
from time import perf_counter

import numpy as np
from sklearn.ensemble import RandomForestRegressor

request = json.load(sys.stdin)
points, targets, questions, answers = (np.array(request[key]) for key in ("points", "targets", "questions", "answers"))
results = []
for seed in range(request["repeats"]):
    forest = RandomForestRegressor(
        n_estimators=10, max_features=5 / 6, min_samples_leaf=3, bootstrap=True, n_jobs=1, random_state=seed
    )
    began = perf_counter()
    forest.fit(points, targets)
    fitted = perf_counter()
    predicted = forest.predict(questions)
    ended = perf_counter()
    error = float(np.sqrt(np.mean((predicted - answers) ** 2)))
    results.append({"fitMs": (fitted - began) * 1e3, "predictMs": (ended - fitted) * 1e3, "error": error})
json.dump(results, sys.stdout)
