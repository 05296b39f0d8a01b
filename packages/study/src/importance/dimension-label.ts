import type { ChoiceDomain, Dimension } from "infimum/space";

/**
 * The name of a dimension for people: its path with dots, and where the arms of a variant have entries of one name, the arm: rule.rate
 * (adam).
 */
export function dimensionLabel({ name, conditions }: Dimension, dimensions: readonly Dimension[]): string {
  if (dimensions.filter((other) => other.name === name).length === 1) return name;
  const choices = conditions.map(({ dimension, codes }) => {
    const { options } = dimensions[dimension].domain as ChoiceDomain;
    return codes.map((code) => String(options[code])).join(" or ");
  });
  return `${name} (${choices.join(", ")})`;
}
