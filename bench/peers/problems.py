"""The problems of the suites, as a user of SciPy would write them: floats for a few variables, arrays for many."""

import numpy as np
from scipy.optimize import rosen, rosen_der, rosen_hess_prod


def rosenbrock(x):
    a, b = x.tolist()
    valley = b - a * a
    away = 1 - a
    gradient = np.array((-400 * a * valley - 2 * away, 200 * valley))
    return 100 * valley * valley + away * away, gradient


def rosenbrock_product(x, v):
    a, b = x.tolist()
    p, q = v.tolist()
    return np.array(((2 + 1200 * a * a - 400 * b) * p - 400 * a * q, -400 * a * p + 200 * q))


def extended_rosenbrock(x):
    a, b = x[0::2], x[1::2]
    valley = b - a * a
    away = 1 - a
    gradient = np.empty_like(x)
    gradient[0::2] = -400 * a * valley - 2 * away
    gradient[1::2] = 200 * valley
    return 100 * valley.dot(valley) + away.dot(away), gradient


def extended_rosenbrock_product(x, v):
    a, b = x[0::2], x[1::2]
    p, q = v[0::2], v[1::2]
    product = np.empty_like(x)
    product[0::2] = (2 + 1200 * a * a - 400 * b) * p - 400 * a * q
    product[1::2] = -400 * a * p + 200 * q
    return product


def chained_rosenbrock(x):
    a, b = x[:-1], x[1:]
    valley = b - a * a
    away = 1 - a
    gradient = np.zeros_like(x)
    gradient[:-1] = -400 * a * valley - 2 * away
    gradient[1:] += 200 * valley
    return 100 * valley.dot(valley) + away.dot(away), gradient


def chained_rosenbrock_product(x, v):
    a, b = x[:-1], x[1:]
    p, q = v[:-1], v[1:]
    product = np.zeros_like(x)
    product[:-1] = (2 + 1200 * a * a - 400 * b) * p - 400 * a * q
    product[1:] += -400 * a * p + 200 * q
    return product


def wood(x):
    a, b, c, d = x.tolist()
    first = b - a * a
    second = d - c * c
    total = b + d - 2
    difference = b - d
    gradient = np.array(
        (
            -400 * a * first - 2 * (1 - a),
            200 * first + 20 * total + difference / 5,
            -360 * c * second - 2 * (1 - c),
            180 * second + 20 * total - difference / 5,
        )
    )
    value = (
        100 * first * first
        + (1 - a) ** 2
        + 90 * second * second
        + (1 - c) ** 2
        + 10 * total * total
        + difference * difference / 10
    )
    return value, gradient


def wood_value(x):
    a, b, c, d = x.tolist()
    first = b - a * a
    second = d - c * c
    total = b + d - 2
    difference = b - d
    return (
        100 * first * first
        + (1 - a) ** 2
        + 90 * second * second
        + (1 - c) ** 2
        + 10 * total * total
        + difference * difference / 10
    )


def wood_product(x, v):
    a, b, c, d = x.tolist()
    p, q, r, s = v.tolist()
    total = 20 * (q + s)
    difference = (q - s) / 5
    return np.array(
        (
            (1200 * a * a - 400 * b + 2) * p - 400 * a * q,
            -400 * a * p + 200 * q + total + difference,
            (1080 * c * c - 360 * d + 2) * r - 360 * c * s,
            -360 * c * r + 180 * s + total - difference,
        )
    )


def powell_singular(x):
    a, b, c, d = x.tolist()
    first, second, third, fourth = a + 10 * b, c - d, b - 2 * c, a - d
    gradient = np.array(
        (
            2 * first + 40 * fourth**3,
            20 * first + 4 * third**3,
            10 * second - 8 * third**3,
            -10 * second - 40 * fourth**3,
        )
    )
    return first**2 + 5 * second**2 + third**4 + 10 * fourth**4, gradient


def powell_singular_product(x, v):
    a, b, c, d = x.tolist()
    p, q, r, s = v.tolist()
    first = 2 * (p + 10 * q)
    second = 10 * (r - s)
    third = 12 * (b - 2 * c) ** 2 * (q - 2 * r)
    fourth = 120 * (a - d) ** 2 * (p - s)
    return np.array((first + fourth, 10 * first + third, second - 2 * third, -second - fourth))


FITTED = (1.5, 2.25, 2.625)


def beale(point):
    x, y = point.tolist()
    value = by_x = by_y = 0.0
    for i, target in enumerate(FITTED, 1):
        residual = target - x * (1 - y**i)
        value += residual * residual
        by_x -= 2 * residual * (1 - y**i)
        by_y += 2 * residual * x * i * y ** (i - 1)
    return value, np.array((by_x, by_y))


def beale_product(point, v):
    x, y = point.tolist()
    p, q = v.tolist()
    first = second = 0.0
    for i, target in enumerate(FITTED, 1):
        residual = target - x * (1 - y**i)
        by_x = y**i - 1
        by_y = x * i * y ** (i - 1)
        by_xy = i * y ** (i - 1)
        by_yy = x * i * (i - 1) * y ** (i - 2) if i > 1 else 0.0
        along = by_x * p + by_y * q
        first += 2 * (by_x * along + residual * by_xy * q)
        second += 2 * (by_y * along + residual * (by_xy * p + by_yy * q))
    return np.array((first, second))


def broyden_residual(x):
    residual = (3 - 2 * x) * x + 1
    residual[1:] -= x[:-1]
    residual[:-1] -= 2 * x[1:]
    return residual


def broyden_transposed(x, weights):
    out = (3 - 4 * x) * weights
    out[:-1] -= weights[1:]
    out[1:] -= 2 * weights[:-1]
    return out


def broyden_tridiagonal(x):
    residual = broyden_residual(x)
    return residual.dot(residual), broyden_transposed(x, 2 * residual)


def broyden_tridiagonal_product(x, v):
    along = (3 - 4 * x) * v
    along[1:] -= v[:-1]
    along[:-1] -= 2 * v[1:]
    return broyden_transposed(x, 2 * along) - 8 * broyden_residual(x) * v


def scipy_rosenbrock(x):
    """The functions that SciPy brings and documents its own optimizers with."""
    return rosen(x), rosen_der(x)


# name: (value and gradient, Hessian-vector product)
SMOOTH = {
    "rosenbrock": (rosenbrock, rosenbrock_product),
    "scipy-rosenbrock": (scipy_rosenbrock, rosen_hess_prod),
    "extended-rosenbrock": (extended_rosenbrock, extended_rosenbrock_product),
    "chained-rosenbrock": (chained_rosenbrock, chained_rosenbrock_product),
    "wood": (wood, wood_product),
    "powell-singular": (powell_singular, powell_singular_product),
    "beale": (beale, beale_product),
    "broyden-tridiagonal": (broyden_tridiagonal, broyden_tridiagonal_product),
}

VALUES = {"wood": wood_value}


def black_box(name, minimizer):
    n = len(minimizer)
    if name == "sphere":

        def value(x):
            z = x - minimizer
            return z.dot(z)

    elif name == "ellipsoid":
        weights = 10 ** (6 * np.arange(n) / (n - 1)) if n > 1 else np.ones(1)

        def value(x):
            z = x - minimizer
            return (weights * z).dot(z)

    elif name == "rosenbrock":

        def value(x):
            valley = x[1:] - x[:-1] ** 2
            away = 1 - x[:-1]
            return 100 * valley.dot(valley) + away.dot(away)

    elif name == "rastrigin":

        def value(x):
            z = x - minimizer
            return 10 * n + np.sum(z * z - 10 * np.cos(2 * np.pi * z))

    else:
        raise ValueError(name)
    return value
