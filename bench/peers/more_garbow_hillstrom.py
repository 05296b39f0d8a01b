"""The 48 problems of More, Garbow, Hillstrom and others as a user of SciPy would write them: residuals and Jacobian in arrays."""

import numpy as np


def least_squares(function):
    """Value and gradient of the sum of squares from residuals and Jacobian."""

    def value_and_gradient(x):
        residuals, jacobian = function(x)
        return residuals.dot(residuals), 2 * (residuals @ jacobian)

    return value_and_gradient


def rosenbrock(x):
    a, b = x.tolist()
    return np.array((10 * (b - a * a), 1 - a)), np.array(((-20 * a, 10), (-1, 0)))


def freudenstein_roth(x):
    a, b = x.tolist()
    residuals = (-13 + a + ((5 - b) * b - 2) * b, -29 + a + ((b + 1) * b - 14) * b)
    return np.array(residuals), np.array(((1, 10 * b - 3 * b * b - 2), (1, 3 * b * b + 2 * b - 14)))


def powell_badly_scaled(x):
    a, b = x.tolist()
    p, q = np.exp(-a), np.exp(-b)
    return np.array((1e4 * a * b - 1, p + q - 1.0001)), np.array(((1e4 * b, 1e4 * a), (-p, -q)))


def brown_badly_scaled(x):
    a, b = x.tolist()
    return np.array((a - 1e6, b - 2e-6, a * b - 2)), np.array(((1, 0), (0, 1), (b, a)))


def beale(x):
    a, b = x.tolist()
    residuals = (1.5 - a * (1 - b), 2.25 - a * (1 - b * b), 2.625 - a * (1 - b**3))
    return np.array(residuals), np.array(((b - 1, a), (b * b - 1, 2 * a * b), (b**3 - 1, 3 * a * b * b)))


def jennrich_sampson(x):
    i = np.arange(1, 11)
    p, q = np.exp(i * x[0]), np.exp(i * x[1])
    return 2 + 2 * i - (p + q), np.column_stack((-i * p, -i * q))


def helical_valley(x):
    a, b, c = x.tolist()
    turn = np.arctan(b / a) / (2 * np.pi) + (0.5 if a < 0 else 0)
    square = a * a + b * b
    radius = np.sqrt(square)
    by_turn = 100 / (2 * np.pi * square)
    return (
        np.array((10 * (c - 10 * turn), 10 * (radius - 1), c)),
        np.array(((by_turn * b, -by_turn * a, 10), (10 * a / radius, 10 * b / radius, 0), (0, 0, 1))),
    )


BARD = np.array((0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39))


def bard(x):
    u = np.arange(1, 16)
    v = 16 - u
    w = np.minimum(u, v)
    d = v * x[1] + w * x[2]
    return BARD - (x[0] + u / d), np.column_stack((-np.ones(15), u * v / d**2, u * w / d**2))


GAUSSIAN = np.array(
    (0.0009, 0.0044, 0.0175, 0.054, 0.1295, 0.242, 0.3521, 0.3989, 0.3521, 0.242, 0.1295, 0.054, 0.0175, 0.0044, 0.0009)
)


def gaussian(x):
    away = (7 - np.arange(15)) / 2 - x[2]
    e = np.exp(-x[1] * away**2 / 2)
    return x[0] * e - GAUSSIAN, np.column_stack((e, -x[0] * e * away**2 / 2, x[0] * e * x[1] * away))


MEYER = np.array(
    (34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872), float
)


def meyer(x):
    d = 50 + 5 * np.arange(16) + x[2]
    e = np.exp(x[1] / d)
    return x[0] * e - MEYER, np.column_stack((e, x[0] * e / d, -x[0] * e * x[1] / d**2))


def gulf(x):
    t = np.arange(1, 100) / 100
    away = 25 + (-50 * np.log(t)) ** (2 / 3) - x[1]
    size = np.abs(away)
    power = size ** x[2]
    e = np.exp(-power / x[0])
    return e - t, np.column_stack(
        (e * power / x[0] ** 2, e * x[2] * power / size * np.sign(away) / x[0], -e * power * np.log(size) / x[0])
    )


def box_3d(x):
    t = np.arange(1, 11) / 10
    p, q, r = np.exp(-t * x[0]), np.exp(-t * x[1]), np.exp(-t) - np.exp(-10 * t)
    return p - q - x[2] * r, np.column_stack((-t * p, t * q, -r))


KOWALIK_Y = np.array((0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246))
KOWALIK_U = np.array((4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625))


def kowalik_osborne(x):
    u = KOWALIK_U
    n, d = u * (u + x[1]), u * (u + x[2]) + x[3]
    return KOWALIK_Y - x[0] * n / d, np.column_stack((-n / d, -x[0] * u / d, x[0] * n * u / d**2, x[0] * n / d**2))


def brown_dennis(x):
    t = np.arange(1, 21) / 5
    s = np.sin(t)
    p = x[0] + t * x[1] - np.exp(t)
    q = x[2] + x[3] * s - np.cos(t)
    return p * p + q * q, np.column_stack((2 * p, 2 * p * t, 2 * q, 2 * q * s))


OSBORNE_1 = np.array(
    (
        0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.85, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658, 0.628, 0.603,
        0.58, 0.558, 0.538, 0.522, 0.506, 0.49, 0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.42, 0.414, 0.411,
        0.406,
    )
)  # fmt: skip


def osborne_1(x):
    t = 10 * np.arange(33)
    p, q = np.exp(-t * x[3]), np.exp(-t * x[4])
    return OSBORNE_1 - (x[0] + x[1] * p + x[2] * q), np.column_stack((-np.ones(33), -p, -q, x[1] * t * p, x[2] * t * q))


def biggs_exp6(x):
    t = np.arange(1, 14) / 10
    y = np.exp(-t) - 5 * np.exp(-10 * t) + 3 * np.exp(-4 * t)
    p, q, r = np.exp(-t * x[0]), np.exp(-t * x[1]), np.exp(-t * x[4])
    return x[2] * p - x[3] * q + x[5] * r - y, np.column_stack((-t * x[2] * p, t * x[3] * q, p, -q, -t * x[5] * r, r))


OSBORNE_2 = np.array(
    (
        1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608, 0.655, 0.616, 0.606,
        0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661, 0.612, 0.558, 0.533, 0.495, 0.5, 0.423,
        0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428, 0.429, 0.523, 0.562, 0.607, 0.653, 0.672, 0.708, 0.633, 0.668,
        0.645, 0.632, 0.591, 0.559, 0.597, 0.625, 0.739, 0.71, 0.729, 0.72, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098,
        0.054,
    )
)  # fmt: skip


def osborne_2(x):
    t = np.arange(65) / 10
    decay = np.exp(-t * x[4])
    away = t[:, None] - x[8:11]
    bells = np.exp(-(away**2) * x[5:8])
    model = x[0] * decay + bells @ x[1:4]
    jacobian = np.column_stack(
        (-decay, -bells, x[0] * t * decay, x[1:4] * bells * away**2, -2 * x[1:4] * bells * x[5:8] * away)
    )
    return OSBORNE_2 - model, jacobian


def watson(x):
    n = len(x)
    t = np.arange(1, 30) / 29
    powers = t[:, None] ** np.arange(n)
    slopes = np.zeros((29, n))
    slopes[:, 1:] = np.arange(1, n) * powers[:, :-1]
    polynomial = powers @ x
    residuals = np.append(slopes @ x - polynomial**2 - 1, (x[0], x[1] - x[0] ** 2 - 1))
    jacobian = np.zeros((31, n))
    jacobian[:29] = slopes - 2 * polynomial[:, None] * powers
    jacobian[29, 0] = 1
    jacobian[30, 0], jacobian[30, 1] = -2 * x[0], 1
    return residuals, jacobian


def powell_singular(x):
    a, b, c, d = x[0::4], x[1::4], x[2::4], x[3::4]
    first, second, third, fourth = a + 10 * b, c - d, b - 2 * c, a - d
    gradient = np.empty_like(x)
    gradient[0::4] = 2 * first + 40 * fourth**3
    gradient[1::4] = 20 * first + 4 * third**3
    gradient[2::4] = 10 * second - 8 * third**3
    gradient[3::4] = -10 * second - 40 * fourth**3
    return first.dot(first) + 5 * second.dot(second) + np.sum(third**4) + 10 * np.sum(fourth**4), gradient


def penalty_1(x):
    away = x - 1
    rest = x.dot(x) - 0.25
    return 1e-5 * away.dot(away) + rest * rest, 2e-5 * away + 4 * rest * x


def penalty_2(x):
    n = len(x)
    i = np.arange(1, n)
    e = np.exp(x / 10)
    y = np.exp((i + 1) / 10) + np.exp(i / 10)
    pairs = e[1:] + e[:-1] - y
    singles = e[1:] - np.exp(-0.1)
    weights = np.arange(n, 0, -1)
    rest = weights.dot(x * x) - 1
    gradient = 4 * rest * weights * x
    gradient[0] += 2 * (x[0] - 0.2)
    gradient[1:] += 2e-6 * (pairs + singles) * e[1:]
    gradient[:-1] += 2e-6 * pairs * e[:-1]
    return (x[0] - 0.2) ** 2 + 1e-5 * (pairs.dot(pairs) + singles.dot(singles)) + rest * rest, gradient


def variably_dimensioned(x):
    away = x - 1
    weights = np.arange(1, len(x) + 1)
    weighted = weights.dot(away)
    return away.dot(away) + weighted**2 + weighted**4, 2 * away + (2 * weighted + 4 * weighted**3) * weights


def trigonometric(x):
    n = len(x)
    i = np.arange(1, n + 1)
    cosines, sines = np.cos(x), np.sin(x)
    residuals = n - cosines.sum() + i * (1 - cosines) - sines
    return residuals.dot(residuals), 2 * (residuals.sum() * sines + residuals * (i * sines - cosines))


def brown_almost_linear(x):
    n = len(x)
    residuals = x + x.sum() - (n + 1)
    residuals[-1] = np.prod(x) - 1
    jacobian = np.ones((n, n)) + np.eye(n)
    for j in range(n):
        jacobian[-1, j] = np.prod(np.delete(x, j))
    return residuals, jacobian


def chebyquad(x):
    n = len(x)
    t = 2 * x - 1
    before, last = np.ones(n), t
    slope_before, slope = np.zeros(n), 2 * np.ones(n)
    residuals, jacobian = np.empty(n), np.empty((n, n))
    for i in range(1, n + 1):
        residuals[i - 1] = last.mean() + (1 / (i * i - 1) if i % 2 == 0 else 0)
        jacobian[i - 1] = slope / n
        before, last, slope_before, slope = (
            last,
            2 * t * last - before,
            slope,
            4 * last + 2 * t * slope - slope_before,
        )
    return residuals, jacobian


def broyden_banded(x):
    n = len(x)
    terms, slopes = x * (1 + x), 1 + 2 * x
    residuals = x * (2 + 5 * x * x) + 1
    jacobian = np.diag(2 + 15 * x * x)
    for i in range(n):
        for j in range(max(0, i - 5), min(n, i + 2)):
            if j != i:
                residuals[i] -= terms[j]
                jacobian[i, j] = -slopes[j]
    return residuals, jacobian


def broyden_tridiagonal(x):
    residuals = (3 - 2 * x) * x + 1
    residuals[1:] -= x[:-1]
    residuals[:-1] -= 2 * x[1:]
    weights = 2 * residuals
    gradient = (3 - 4 * x) * weights
    gradient[:-1] -= weights[1:]
    gradient[1:] -= 2 * weights[:-1]
    return residuals.dot(residuals), gradient


def discrete_boundary_value(x):
    n = len(x)
    h = 1 / (n + 1)
    inner = x + h * np.arange(1, n + 1) + 1
    residuals = 2 * x + h * h * inner**3 / 2
    residuals[1:] -= x[:-1]
    residuals[:-1] -= x[1:]
    weights = 2 * residuals
    gradient = (2 + 1.5 * h * h * inner**2) * weights
    gradient[:-1] -= weights[1:]
    gradient[1:] -= weights[:-1]
    return residuals.dot(residuals), gradient


def chained_wood(x):
    a, b, c, d = x[0:-3:2], x[1:-2:2], x[2:-1:2], x[3::2]
    first, second, both, apart = b - a * a, d - c * c, b + d - 2, b - d
    gradient = np.zeros_like(x)
    gradient[0:-3:2] += -400 * a * first - 2 * (1 - a)
    gradient[1:-2:2] += 200 * first + 20 * both + apart / 5
    gradient[2:-1:2] += -360 * c * second - 2 * (1 - c)
    gradient[3::2] += 180 * second + 20 * both - apart / 5
    value = 100 * first.dot(first) + np.sum((1 - a) ** 2) + 90 * second.dot(second) + np.sum((1 - c) ** 2)
    return value + 10 * both.dot(both) + apart.dot(apart) / 10, gradient


def functions(problems):
    """All by name; those that the other suites have too are shared."""
    fits = (
        rosenbrock, freudenstein_roth, powell_badly_scaled, brown_badly_scaled, beale, jennrich_sampson, helical_valley,
        bard, gaussian, meyer, gulf, box_3d, kowalik_osborne, brown_dennis, osborne_1, biggs_exp6, osborne_2, watson,
        brown_almost_linear, chebyquad, broyden_banded,
    )  # fmt: skip
    plain = (
        powell_singular, penalty_1, penalty_2, variably_dimensioned, trigonometric, broyden_tridiagonal,
        discrete_boundary_value, chained_wood,
    )  # fmt: skip
    named = {each.__name__.replace("_", "-"): least_squares(each) for each in fits}
    named.update({each.__name__.replace("_", "-"): each for each in plain})
    named["rosenbrock"] = problems.rosenbrock
    named["wood"] = problems.wood
    named["extended-rosenbrock"] = problems.extended_rosenbrock
    named["chained-rosenbrock"] = problems.chained_rosenbrock
    return named
