"""A worker that minimizes with NLopt: one JSON request a line on its input, one JSON answer a line on its output."""

import platform
from time import perf_counter

from serve import answer, serve


def solve(request):
    """The same run to a target again and again: its time, and the evaluations of value and gradient of one of them."""
    function = more_garbow_hillstrom.functions(problems)[request["problem"]]
    x0 = np.array(request["x0"], float)
    evaluations = 0

    def objective(x, out):
        nonlocal evaluations
        evaluations += 1
        value, gradient = function(x)
        out[:] = gradient
        return float(value)

    optimizer = nlopt.opt(nlopt.LD_LBFGS, len(x0))
    optimizer.set_min_objective(objective)
    optimizer.set_stopval(request["target"])
    optimizer.set_maxeval(request["budget"])
    before = perf_counter()
    for _ in range(request["repeats"]):
        evaluations = 0
        optimizer.optimize(x0)
    seconds = (perf_counter() - before) / request["repeats"]
    return {"seconds": seconds, "evaluations": evaluations, "value": optimizer.last_optimum_value()}


try:
    import nlopt
    import numpy as np

    import more_garbow_hillstrom
    import problems
except ImportError as error:
    answer({"error": str(error)})
else:
    answer({"nlopt": nlopt.__version__, "python": platform.python_version()})
    serve({"solve": solve})
