/**
 * The random numbers of the 2009 workshop, from which all instances are made: a multiplicative generator (16807 modulo
 * 2^31 - 1) shuffled through a table of 32.
 */
export function legacyUniform(count: number, seed: number): Float64Array {
  let state = Math.max(1, Math.abs(seed));
  const advance = (): void => {
    const high = Math.floor(state / 127773);
    state = 16807 * (state - high * 127773) - 2836 * high;
    if (state < 0) state += 2147483647;
  };
  const table = new Float64Array(32);
  for (let i = 39; i >= 0; i--) {
    advance();
    if (i < 32) table[i] = state;
  }
  let drawn = table[0];
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    advance();
    const place = Math.floor(drawn / 67108865);
    drawn = table[place];
    table[place] = state;
    out[i] = drawn / 2147483647 || 1e-99;
  }
  return out;
}

/** Normal numbers by the method of Box and Muller. */
export function legacyNormal(count: number, seed: number): Float64Array {
  const uniform = legacyUniform(2 * count, seed);
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    out[i] = Math.sqrt(-2 * Math.log(uniform[i])) * Math.cos(2 * Math.PI * uniform[count + i]) || 1e-99;
  }
  return out;
}
