/** The slopes to both sides of a kink. */
export interface Sides {
  readonly left: number;
  readonly right: number;
}

/**
 * The slopes of a function of t to the left and to the right of 0, where they differ by more than a smooth function's do: of a
 * smooth one they approach each other as the step shrinks, at a kink they do not. Undefined where there is no kink to be seen.
 * Cost: four values.
 */
export async function oneSidedSlopes(
  f: (t: number) => Promise<number>,
  center: number,
  step: number,
  room: { readonly below: number; readonly above: number },
  noise: number,
): Promise<Sides | undefined> {
  const reach = Math.min(step, room.below, room.above);
  if (!(reach > 0)) return undefined;
  const slopes = async (h: number): Promise<Sides> => ({
    left: (center - (await f(-h))) / h,
    right: ((await f(h)) - center) / h,
  });
  const wide = await slopes(reach);
  const close = await slopes(reach / 4);
  const gap = ({ left, right }: Sides): number => Math.abs(right - left);
  const isKink = gap(close) > 0.6 * gap(wide) && gap(close) > (40 * noise) / reach;
  return isKink ? close : undefined;
}
