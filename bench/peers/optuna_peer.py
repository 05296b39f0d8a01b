"""A worker that tunes with Optuna: one JSON request a line on its input, one JSON answer a line on its output."""

import platform
import sys
import warnings
from time import perf_counter

from serve import answer, serve

warnings.simplefilter("ignore")


class Tuning:
    """One study, asked and told by turns."""

    def __init__(self, space, seed):
        self.space = space
        self.study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
        self.trial = None

    def ask(self):
        before = perf_counter()
        self.trial = self.study.ask()
        codes = [self.suggest(dimension) for dimension in self.space]
        return {"codes": codes, "seconds": perf_counter() - before}

    def suggest(self, dimension):
        """A value as the number that stands for it: itself, or the place of the option."""
        name, kind = dimension["name"], dimension["kind"]
        if kind == "choice":
            return self.trial.suggest_categorical(name, list(range(dimension["options"])))
        low, high, step, log = dimension["low"], dimension["high"], dimension["step"], dimension["log"]
        if kind == "int":
            return self.trial.suggest_int(name, low, high, step=step, log=log)
        return self.trial.suggest_float(name, low, high, step=step, log=log)

    def tell(self, value):
        self.study.tell(self.trial, value)


tunings = {}


def begin(request):
    tunings["now"] = Tuning(request["space"], request["seed"])
    return tunings["now"].ask()


def go_on(request):
    tunings["now"].tell(request["value"])
    return tunings["now"].ask()


TASKS = {"begin": begin, "go-on": go_on}


try:
    import optuna
except ImportError as error:
    answer({"error": str(error)})
    sys.exit(0)

optuna.logging.set_verbosity(optuna.logging.ERROR)
answer({"python": platform.python_version(), "optuna": optuna.__version__})
serve(TASKS)
