"""The models of NIST's nonlinear regressions, of the rows of x and of real or complex parameters."""

import numpy as np

exp, cos, sin, pi = np.exp, np.cos, np.sin, np.pi


def rise(x, b):
    return b[0] * (1 - exp(-b[1] * x[0]))


def three_peaks(x, b):
    return (
        b[0] * exp(-b[1] * x[0])
        + b[2] * exp(-((x[0] - b[3]) ** 2) / b[4] ** 2)
        + b[5] * exp(-((x[0] - b[6]) ** 2) / b[7] ** 2)
    )


def three_decays(x, b):
    return b[0] * exp(-b[1] * x[0]) + b[2] * exp(-b[3] * x[0]) + b[4] * exp(-b[5] * x[0])


def cubic_over_cubic(x, b):
    t = x[0]
    return (b[0] + b[1] * t + b[2] * t**2 + b[3] * t**3) / (1 + b[4] * t + b[5] * t**2 + b[6] * t**3)


def chwirut(x, b):
    return exp(-b[0] * x[0]) / (b[1] + b[2] * x[0])


def enso(x, b):
    t = 2 * pi * x[0]
    return (
        b[0]
        + b[1] * cos(t / 12)
        + b[2] * sin(t / 12)
        + b[4] * cos(t / b[3])
        + b[5] * sin(t / b[3])
        + b[7] * cos(t / b[6])
        + b[8] * sin(t / b[6])
    )


MODELS = {
    "Bennett5": lambda x, b: b[0] * (b[1] + x[0]) ** (-1 / b[2]),
    "BoxBOD": rise,
    "Chwirut1": chwirut,
    "Chwirut2": chwirut,
    "DanWood": lambda x, b: b[0] * x[0] ** b[1],
    "ENSO": enso,
    "Eckerle4": lambda x, b: (b[0] / b[1]) * exp(-0.5 * ((x[0] - b[2]) / b[1]) ** 2),
    "Gauss1": three_peaks,
    "Gauss2": three_peaks,
    "Gauss3": three_peaks,
    "Hahn1": cubic_over_cubic,
    "Kirby2": lambda x, b: (b[0] + b[1] * x[0] + b[2] * x[0] ** 2) / (1 + b[3] * x[0] + b[4] * x[0] ** 2),
    "Lanczos1": three_decays,
    "Lanczos2": three_decays,
    "Lanczos3": three_decays,
    "MGH09": lambda x, b: b[0] * (x[0] ** 2 + x[0] * b[1]) / (x[0] ** 2 + x[0] * b[2] + b[3]),
    "MGH10": lambda x, b: b[0] * exp(b[1] / (x[0] + b[2])),
    "MGH17": lambda x, b: b[0] + b[1] * exp(-x[0] * b[3]) + b[2] * exp(-x[0] * b[4]),
    "Misra1a": rise,
    "Misra1b": lambda x, b: b[0] * (1 - (1 + b[1] * x[0] / 2) ** -2),
    "Misra1c": lambda x, b: b[0] * (1 - (1 + 2 * b[1] * x[0]) ** -0.5),
    "Misra1d": lambda x, b: b[0] * b[1] * x[0] / (1 + b[1] * x[0]),
    "Nelson": lambda x, b: b[0] - b[1] * x[0] * exp(-b[2] * x[1]),
    "Rat42": lambda x, b: b[0] / (1 + exp(b[1] - b[2] * x[0])),
    "Rat43": lambda x, b: b[0] / (1 + exp(b[1] - b[2] * x[0])) ** (1 / b[3]),
    "Roszman1": lambda x, b: b[0] - b[1] * x[0] - np.arctan(b[2] / (x[0] - b[3])) / pi,
    "Thurber": cubic_over_cubic,
}
