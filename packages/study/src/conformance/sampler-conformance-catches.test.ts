import type { Vector } from "infimum/numerics";
import { fromUnit, type Space } from "infimum/space";
import { expect, test } from "vitest";
import { crossEntropySampler } from "../samplers/cross-entropy-sampler.ts";
import { gridSampler } from "../samplers/grid-sampler.ts";
import { randomSampler } from "../samplers/random-sampler.ts";
import type { EndedTrial, Proposal, Sampler, SamplerContext, SamplerSession } from "../samplers/sampler.ts";
import { conditionalSpace, realSpace } from "./sampler/spaces.ts";
import { type SamplerConformanceOptions, samplerConformance } from "./sampler-conformance.ts";

/** A sampler that breaks one promise, and the check that says so. */
interface Broken {
  readonly why: string;
  readonly sampler: Sampler;
  readonly caught: RegExp;
  readonly options?: SamplerConformanceOptions;
}

/** Random search but for what is changed. */
function broken(change: (session: SamplerSession, context: SamplerContext) => Partial<SamplerSession>): Sampler {
  return {
    ...randomSampler,
    open(context) {
      const session = randomSampler.open(context);
      return { ...session, ...change(session, context) };
    },
  };
}

/** Random search whose proposals are changed. */
function proposing(
  change: (proposal: Proposal, number: number, learned: readonly EndedTrial[], space: Space) => Proposal,
) {
  return broken((session, { space }) => {
    const learned: EndedTrial[] = [];
    return {
      learn: (trial) => void learned.push(trial),
      propose: (request) => change(session.propose(request)!, request.number, learned, space),
    };
  });
}

const withFirst = ({ codes }: Proposal, first: (code: number) => number): Proposal => {
  const changed = codes.slice();
  changed[0] = first(changed[0]);
  return { codes: changed };
};

let asked = 0;

const brokenSamplers: readonly Broken[] = [
  {
    why: "leaves the range now and then",
    sampler: proposing((proposal, number) => withFirst(proposal, (code) => (number % 9 === 5 ? 1e9 : code))),
    caught: /proposes points of the space/,
  },
  {
    why: "proposes what lies between two levels",
    sampler: proposing(({ codes }, _, __, { dimensions }) => ({
      codes: codes.map((code, i) => (dimensions[i].domain.kind === "int" ? Math.min(code + 0.5, 511.5) : code)),
    })),
    caught: /proposes points of the space.*conditions/,
  },
  {
    why: "forgets a dimension",
    sampler: proposing(({ codes }) => ({ codes: codes.subarray(1) })),
    caught: /proposes points of the space/,
  },
  {
    why: "leaves out what is there",
    sampler: proposing((proposal, number) => withFirst(proposal, (code) => (number === 12 ? NaN : code))),
    caught: /proposes points of the space/,
  },
  {
    why: "draws from Math.random",
    sampler: proposing((_, __, ___, { dimensions }) => ({
      codes: Float64Array.from(dimensions, ({ domain }) => fromUnit(domain, Math.random())),
    })),
    caught: /draws its random numbers from the streams/,
  },
  {
    why: "has no use for the seed",
    sampler: proposing((_, number, __, { dimensions }) => ({
      codes: Float64Array.from(dimensions, ({ domain }, i) => fromUnit(domain, ((number + 1) * (i + 1) * 0.618) % 1)),
    })),
    caught: /another seed gives other proposals/,
  },
  {
    why: "counts how often it was asked",
    sampler: broken((session) => {
      let count = 0;
      return { propose: (request) => session.propose({ ...request, random: (name) => request.random(name, count++) }) };
    }),
    caught: /asking changes nothing/,
  },
  {
    why: "knows what it proposed, and not what it was told",
    sampler: broken((session) => {
      const proposed = new Set<number>();
      return {
        propose(request) {
          proposed.add(request.number);
          return session.propose({ ...request, random: (name) => request.random(name, proposed.size) });
        },
      };
    }),
    caught: /told the same trials later proposes the same/,
  },
  {
    why: "keeps a count for all its sessions",
    sampler: broken((session) => ({
      learn: () => void asked++,
      propose: (request) => session.propose({ ...request, random: (name) => request.random(name, asked) }),
    })),
    caught: /the same seed gives the same|sessions of other studies/,
  },
  {
    why: "goes by the trial it learned last, and promises that order does not count",
    sampler: broken((session) => {
      let last = 0;
      return {
        learn: ({ number }) => {
          last = number;
        },
        propose: (request) => session.propose({ ...request, random: (name) => request.random(name, last) }),
      };
    }),
    caught: /the order in which trials are learned/,
    options: { anyOrder: true },
  },
  {
    why: "proposes the same point until it learns something",
    sampler: proposing(({ codes }, _, learned, { dimensions }) => ({
      codes:
        learned.length > 30
          ? codes
          : Float64Array.from(dimensions, ({ domain }) => fromUnit(domain, (0.1 + learned.length * 0.37) % 1)),
    })),
    caught: /the first trials try different points/,
  },
  {
    why: "goes back to the best point again and again",
    sampler: proposing((proposal, _, learned) => {
      const best = learned.toSorted((a, b) => a.losses[0] - b.losses[0])[0];
      return learned.length > 30 ? { codes: best.codes.slice() } : proposal;
    }),
    caught: /later trials try different points/,
  },
  {
    why: "cannot do without a good trial",
    sampler: proposing((proposal, _, learned) => {
      const good = learned.filter(({ losses }) => Number.isFinite(losses[0]));
      if (learned.length > 10 && good.length === 0) throw new RangeError("no trial is good");
      return proposal;
    }),
    caught: /goes on when all fail/,
  },
  {
    why: "computes with losses that are infinite",
    sampler: proposing((proposal, _, learned) => {
      const mean = learned.reduce((sum, { losses }) => sum + losses[0] / learned.length, 0);
      return withFirst(proposal, (code) => (learned.length > 20 && Number.isNaN(mean) ? NaN : code));
    }),
    caught: /goes on when losses are infinite/,
  },
  {
    why: "trusts the notes of other samplers",
    sampler: broken((session) => ({
      learn: ({ note }) => void (note as { run: number }).run,
      propose: (request) => ({ ...session.propose(request)!, note: { run: 0 } }),
    })),
    caught: /goes on when trials were enqueued/,
  },
  {
    why: "writes a note that no store can keep",
    sampler: proposing((proposal) => ({ ...proposal, note: new Map([[1, 2]]) as never })),
    caught: /proposes points of the space/,
  },
  {
    why: "writes to the trials it learns of",
    sampler: broken(() => ({ learn: ({ codes }) => void codes.fill(0) })),
    caught: /writes to no trial/,
  },
  {
    why: "keeps the arrays it was lent",
    sampler: proposing((proposal, _, learned) =>
      learned.length === 0 ? proposal : { codes: learned[learned.length - 1].codes.slice() },
    ),
    caught: /keeps no array/,
  },
  {
    why: "proposes in one array over and over",
    sampler: broken((session, { space }) => {
      const codes: Vector = new Float64Array(space.dimensions.length);
      return {
        propose(request) {
          codes.set(session.propose(request)!.codes);
          return { codes };
        },
      };
    }),
    caught: /gives an array of its own/,
  },
  {
    why: "reads its whole history for each proposal",
    sampler: proposing((proposal, _, learned) => {
      const best = learned.reduce((least, { losses }) => Math.min(least, losses[0]), Infinity);
      return best > -Infinity ? proposal : { codes: proposal.codes };
    }),
    caught: /does not read all ended trials/,
  },
  {
    why: "says that it has come to an end, and goes on",
    sampler: broken(() => ({ hasLeft: (number) => number < 20 })),
    caught: /says that something is left/,
  },
  {
    why: "revises to what is no point of the space",
    sampler: broken(() => ({ revise: ({ codes, loss }) => codes.map((code) => code + loss) })),
    caught: /goes on with points of the space/,
  },
  {
    why: "revises by how often it did",
    sampler: broken((_, { space }) => {
      let count = 0;
      return {
        revise: () => Float64Array.from(space.dimensions, ({ domain }) => fromUnit(domain, (count++ * 0.618) % 1)),
      };
    }),
    caught: /told the same trials later goes on/,
  },
  {
    why: "has a name that no command line takes",
    sampler: { ...randomSampler, name: "Random Search" },
    caught: /has a name/,
  },
];

const spaces = [realSpace, conditionalSpace];

async function failures(sampler: Sampler, options: SamplerConformanceOptions = {}): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, check } of samplerConformance(sampler, { spaces, ...options })) {
    await check().catch(() => failed.push(name));
  }
  return failed;
}

test.each(brokenSamplers)("a sampler that $why is caught", async ({ sampler, caught, options }) => {
  const failed = await failures(sampler, options);
  expect(
    failed.some((name) => caught.test(name)),
    `caught by: ${failed.join("; ") || "nothing"}`,
  ).toBe(true);
});

test("samplers that break nothing pass everything", async () => {
  for (const sampler of [randomSampler, crossEntropySampler, gridSampler({ points: 4 })]) {
    expect(await failures(sampler, { anyOrder: true })).toEqual([]);
  }
});

test("a sampler that serves none of the spaces is told so", async () => {
  expect(await failures(gridSampler, { spaces: [realSpace] })).toEqual(["serves one of the spaces"]);
});
