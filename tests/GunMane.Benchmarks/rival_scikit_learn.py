"""The rival scikit-learn: DBSCAN of points in a file, at its best settings.

usage: rival_scikit_learn.py POINTS EPS MINPOINTS LABELS
POINTS holds x and y of each point, doubles; LABELS receives the label of each, 32-bit integers. Each line on stdin asks for one fit;
its seconds are the answer. Reading, start and imports are not counted. n_jobs=-1: all cores.
"""
import sys
import time

import numpy as np
from sklearn.cluster import DBSCAN

points, eps, min_points, labels = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
xy = np.fromfile(points, dtype=np.float64).reshape(-1, 2)
for _ in sys.stdin:
    started = time.perf_counter()
    fit = DBSCAN(eps=eps, min_samples=min_points, algorithm="kd_tree", n_jobs=-1).fit(xy)
    print(time.perf_counter() - started, flush=True)
    fit.labels_.astype(np.int32).tofile(labels)
