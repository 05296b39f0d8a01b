/**
 * A 32-bit number for the name of a purpose ("mutation", "minibatch"), by which a random stream is keyed: FNV-1a over
 * the name's UTF-8 bytes. The same name gives the same number on every machine and in every version. Unsigned.
 *
 * @reference G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, T. Hansen, "The FNV Non-Cryptographic Hash Algorithm",
 * RFC 9923
 */
export function purposeId(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0, point = 0; i < name.length; i += point > 0xffff ? 2 : 1) {
    point = name.codePointAt(i) as number;
    if (point < 0x80) {
      hash = mix(hash, point);
    } else {
      const length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      const lead = (0xf00 >> length) & 0xff;
      hash = mix(hash, lead | (point >> (6 * (length - 1))));
      for (let k = length - 2; k >= 0; k--) hash = mix(hash, 0x80 | ((point >> (6 * k)) & 0x3f));
    }
  }
  return hash >>> 0;
}

function mix(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}
