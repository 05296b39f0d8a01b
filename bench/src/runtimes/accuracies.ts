/** What counts as reached: 51 distances from the least value, 10^2, 10^1.8, ..., 10^-8. */
export const accuracies: readonly number[] = Array.from({ length: 51 }, (_, k) => 10 ** (2 - 0.2 * k));
