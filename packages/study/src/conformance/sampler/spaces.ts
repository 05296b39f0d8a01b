import { RandomStream } from "infimum/numerics";
import { choice, float, int, type Space, type SpacePart, space, variant, when } from "infimum/space";

/** A space to try a sampler on. */
export interface SampleSpace {
  readonly name: string;
  readonly space: Space;
}

/** Only real numbers: no two points need ever be the same. */
export const realSpace: SampleSpace = {
  name: "three real ranges",
  space: space({ a: float(-1, 1), b: float(1e-6, 1e3, { log: true }), c: float(10, 20) }),
};

/** Everything there is in one space. */
export const conditionalSpace: SampleSpace = {
  name: "conditions, variants, scales and steps",
  space: space({
    rate: float(1e-5, 1e-1, { log: true }),
    layers: int(1, 4),
    width: int(8, 512, { log: true }),
    share: float(0, 1, { step: 0.1 }),
    fixed: float(3, 3),
    optimizer: choice("adam", "sgd", "none"),
    momentum: when({ optimizer: "sgd" }, float(0, 0.99)),
    rule: variant({
      constant: {},
      cosine: { warm: choice(true, false), length: when({ warm: true }, int(0, 40, { step: 10 })) },
      exponential: { factor: float(0.5, 1) },
    }),
  }),
};

/** One of each kind. */
export const kindsOfSpaces: readonly SampleSpace[] = [
  realSpace,
  conditionalSpace,
  { name: "choices only", space: space({ a: choice("x", "y", "z"), b: choice(true, false), c: choice(1, 2, 4, 8) }) },
  { name: "one point", space: space({ a: float(2, 2), b: int(7, 7), c: choice("only") }) },
];

const fixedSpaces: readonly SampleSpace[] = [
  ...kindsOfSpaces,
  { name: "one real range", space: space({ x: float(-3, 5) }) },
  {
    name: "the widest and the narrowest ranges",
    space: space({
      wide: float(-1e308, 1e308),
      tiny: float(5e-324, 1e-300, { log: true }),
      narrow: float(1, 1 + Number.EPSILON),
      large: int(0, Number.MAX_SAFE_INTEGER),
    }),
  },
];

const randomSpaces = 5;

/** Spaces of every kind, of 1 to 20 dimensions; those after the first few are drawn, the same every time. */
export const sampleSpaces: readonly SampleSpace[] = [
  ...fixedSpaces,
  ...Array.from({ length: randomSpaces }, (_, k) => {
    const drawn = drawnSpace(
      new RandomStream().key(k, "sample space", 0, 0),
      1 + Math.floor((k * 19) / (randomSpaces - 1)),
    );
    return { name: `drawn, ${drawn.dimensions.length} dimensions`, space: drawn };
  }),
];

function drawnSpace(random: RandomStream, parts: number): Space {
  const record: Record<string, SpacePart> = {};
  const choices: string[] = [];
  for (let k = 0; k < parts; k++) {
    const name = `p${k}`;
    const part = drawnPart(random);
    const condition = choices[random.integer(0, Math.max(0, choices.length - 1))];
    record[name] = condition !== undefined && random.uniform() < 0.4 ? when({ [condition]: "a" }, part) : part;
    if (record[name] === part && random.uniform() < 0.4) {
      record[name] = choice("a", "b", "c");
      choices.push(name);
    }
  }
  return space(record);
}

function drawnPart(random: RandomStream): SpacePart {
  const low = random.integer(-50, 50);
  const width = random.integer(0, 30);
  const parts: readonly (() => SpacePart)[] = [
    () => float(low, low + width),
    () => float(0.01 * (1 + width), 10 * (1 + width), { log: true }),
    () => float(low, low + width * 0.25, { step: 0.25 }),
    () => int(low, low + width),
    () => int(1, 1 + width * 3, { step: 3, log: true }),
    () => choice(...Array.from({ length: 1 + (width % 6) }, (_, k) => k)),
  ];
  return parts[random.choice(parts.length)]();
}
