"""A worker that solves with SciPy: one JSON request a line on its input, one JSON answer a line on its output."""

import platform
import sys
import warnings
from time import perf_counter

from serve import answer, serve

warnings.simplefilter("ignore")


class Reached(Exception):
    """Ends a run whose objective has come to its target, or that has used its budget."""


class Watch:
    """Counts evaluations and notes the first that was good enough."""

    def __init__(self, target, budget, stop_at_target):
        self.target = target
        self.budget = budget
        self.stop_at_target = stop_at_target
        self.evaluations = 0
        self.products = 0
        self.best = float("inf")
        self.reached_at = None

    def note(self, value):
        self.evaluations += 1
        self.best = min(self.best, float(value))
        if self.reached_at is None and value <= self.target:
            self.reached_at = self.evaluations
        if (self.stop_at_target and self.reached_at is not None) or self.evaluations >= self.budget:
            raise Reached


def solve_smooth(request):
    """One run, watched: evaluations until the target, and how it ended."""
    function, product = problems.SMOOTH[request["problem"]]
    watch = Watch(request["target"], request["budget"], False)

    def watched(x):
        value, gradient = function(x)
        watch.note(value)
        return value, gradient

    def watched_product(x, v):
        watch.products += 1
        return product(x, v)

    x0 = np.array(request["x0"])
    more = {"hessp": watched_product} if request["method"].startswith("trust") else {}
    try:
        result = optimize.minimize(
            watched, x0, jac=True, method=request["method"], options=request["options"], **more
        )
        end = "ok" if result.success else str(result.message)
    except Reached:
        end = "budget"
    return {
        "first": float(function(x0)[0]),
        "reachedAt": watch.reached_at,
        "evaluations": watch.evaluations,
        "products": watch.products,
        "value": watch.best,
        "end": end,
    }


def solve_more_garbow_hillstrom(request):
    """One run, every value it saw in order; then the same run again for its time."""
    function = more_garbow_hillstrom.functions(problems)[request["problem"]]
    x0 = np.array(request["x0"], float)
    values = []

    def watched(x):
        value, gradient = function(x)
        # JSON has no infinity
        values.append(float(value) if np.isfinite(value) else 1e300)
        return value, gradient

    more = {"bounds": request["bounds"]} if "bounds" in request else {}

    def run(objective):
        return optimize.minimize(objective, x0, jac=True, method=request["method"], options=request["options"], **more)

    result = run(watched)
    seconds = []
    while len(seconds) < request["repeats"] and sum(seconds) < request["seconds"]:
        before = perf_counter()
        run(function)
        seconds.append(perf_counter() - before)
    gradient = function(x0)[1]
    return {
        "values": values,
        "gradientNorm": float(np.linalg.norm(gradient)),
        "seconds": float(np.median(seconds)) if seconds else None,
        "end": "ok" if result.success else str(result.message),
    }


def solve_black_box(request):
    """One run on values only, stopped at the target."""
    function = problems.black_box(request["problem"], np.array(request["minimizer"]))
    watch = Watch(request["target"], request["budget"], True)

    def watched(x):
        value = function(x)
        watch.note(value)
        return value

    x0 = np.array(request["x0"])
    try:
        if request["method"] == "differential_evolution":
            box = [(request["lower"], request["upper"])] * len(x0)
            optimize.differential_evolution(
                watched, box, x0=x0, rng=request["seed"], tol=0, atol=0, maxiter=10**9, polish=False
            )
        else:
            optimize.minimize(watched, x0, method=request["method"], options=request["options"])
    except Reached:
        pass
    return {
        "first": float(function(x0)),
        "reachedAt": watch.reached_at,
        "evaluations": watch.evaluations,
        "value": watch.best,
    }


def timed_run(request):
    """The same run again and again; with and without gradient."""
    x0 = np.array(request["x0"])
    if request["gradient"]:
        function, jac = problems.SMOOTH[request["problem"]][0], True
    else:
        function, jac = problems.VALUES[request["problem"]], None
    method, options = request["method"], request["options"]
    repeats = request["repeats"]
    before = perf_counter()
    for _ in range(repeats):
        result = optimize.minimize(function, x0, jac=jac, method=method, options=options)
    seconds = perf_counter() - before
    return {
        "seconds": seconds,
        "evaluations": int(result.nfev),
        "value": float(result.fun),
        "end": "ok" if result.success else str(result.message),
    }


def timed_objective(request):
    """The bare objective, at points that differ."""
    x = np.array(request["x0"])
    functions = problems.SMOOTH if request["gradient"] else problems.VALUES
    entry = functions[request["problem"]]
    function = entry[0] if request["gradient"] else entry
    before = perf_counter()
    for _ in range(request["repeats"]):
        x[0] += 1e-12
        function(x)
    return {"seconds": perf_counter() - before}


def fit_nist(request):
    """One certified regression: parameters and standard errors, with exact derivatives and the tightest tolerances."""
    model = nist_models.MODELS[request["problem"]]
    x, y = np.array(request["x"]).T, np.array(request["y"])
    evaluations = 0

    def residuals(b):
        nonlocal evaluations
        evaluations += 1
        return model(x, b) - y

    def jacobian(b):
        columns = []
        for j in range(len(b)):
            moved = b.astype(complex)
            moved[j] += 1e-100j
            columns.append(model(x, moved).imag / 1e-100)
        return np.column_stack(columns)

    tight = 3e-16
    try:
        result = optimize.least_squares(
            residuals, request["x0"], jac=jacobian, method=request["method"], x_scale="jac",
            xtol=tight, ftol=tight, gtol=tight, max_nfev=20000,
        )
        variance = 2 * result.cost / (len(y) - len(result.x))
        r = np.linalg.qr(result.jac, mode="r")
        inverse = np.linalg.pinv(r)
        errors = np.sqrt(variance * np.sum(inverse**2, axis=1))
        return {"x": result.x.tolist(), "errors": errors.tolist(), "evaluations": evaluations, "end": str(result.status)}
    except (ValueError, FloatingPointError, np.linalg.LinAlgError) as error:
        return {"x": None, "errors": None, "evaluations": evaluations, "end": str(error)}


TASKS = {
    "nist": fit_nist,
    "smooth": solve_smooth,
    "more-garbow-hillstrom": solve_more_garbow_hillstrom,
    "black-box": solve_black_box,
    "time": timed_run,
    "objective": timed_objective,
}


try:
    import numpy as np
    import scipy
    from scipy import optimize

    import more_garbow_hillstrom
    import nist_models
    import problems
except ImportError as error:
    answer({"error": str(error)})
    sys.exit(0)

answer({"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__})
serve(TASKS)
