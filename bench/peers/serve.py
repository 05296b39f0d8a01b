"""The protocol of the workers: one JSON request a line on the input, one JSON answer a line on the output."""

import json
import sys


def answer(reply):
    sys.stdout.write(json.dumps(reply) + "\n")
    sys.stdout.flush()


def serve(tasks):
    """Answers each request by the task it names, until the input ends."""
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer(tasks[request["task"]](request))
        except Exception as error:
            answer({"error": f"{type(error).__name__}: {error}"})
