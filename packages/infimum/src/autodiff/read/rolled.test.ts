import { expect, test } from "vitest";
import { readAndRun, somePoint, stepCount } from "./fixtures/read-and-run.ts";
import { FunctionReader } from "./read-function.ts";

type Tested = (x: any, data: any) => unknown;

/** As many steps for 100 variables as for 300, and the value of the function for both. */
function staysRolled(f: Tested, dataOf: (n: number) => unknown = () => undefined): void {
  const counts = [100, 300].map((n) => {
    const x = somePoint(n);
    const data = dataOf(n);
    const own = f(x.slice(), data);
    const found = readAndRun(f, x, { data });
    const expected = typeof own === "number" ? [own] : Array.from(own as number[]);
    expect(found.length).toBe(expected.length);
    for (const [k, value] of found.entries()) {
      expect(Math.abs(value - expected[k])).toBeLessThanOrEqual(1e-14 * Math.abs(expected[k]));
    }
    return stepCount(new FunctionReader(f, { dimension: n, data }).read(x).program.body);
  });
  expect(counts[0]).toBe(counts[1]);
}

test("sums, nested and triangular loops stay rolled", () => {
  staysRolled((x) => {
    let s = 0;
    for (let i = 0; i < x.length - 1; i++) s += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
    return s;
  });
  staysRolled((x) => {
    let s = 0;
    for (let i = 0; i < x.length; i++) {
      let t = 0;
      for (let j = 0; j <= i; j++) t += x[j] * Math.sin(x[i]);
      s += t * t;
    }
    return s;
  });
  staysRolled((x) => {
    let s = 0;
    for (let i = x.length - 1, n = 1; i >= n; i -= 2) s += x[i] * x[i - 1];
    return s;
  });
});

test("what an iteration hands to the next is carried: numbers, conditions, counters, entries of arrays", () => {
  staysRolled((x) => {
    let a = 1;
    let b = 0;
    let seen = false;
    for (let i = 0; i < x.length; i++) {
      const t = a;
      a = a * Math.cos(x[i]) - b / 9;
      b = t + b * x[i];
      seen = seen || x[i] > 0.79;
    }
    return a * b + (seen ? 1 : 2);
  });
  staysRolled((x) => {
    let k = 0;
    let s = 0;
    for (let i = 0; i < x.length / 10; i++) {
      for (let j = 0; j < 10; j++) {
        s += x[k] * (i - j);
        k++;
      }
    }
    return s + k;
  });
  staysRolled((x) => {
    const state = [0, 0, 1];
    const total = { sum: 0 };
    for (let i = 0; i < x.length; i++) {
      state[0] += x[i];
      state[1] = state[0] * state[2];
      state[2] = Math.tanh(state[1]);
      total.sum += state[2];
    }
    return total.sum;
  });
  staysRolled((x) => {
    let last;
    for (let i = 0; i < x.length; i++) last = 2 * x[i];
    return last;
  });
});

test("arrays that are filled in loops are memory: typed, pushed to, made by map and Array.from", () => {
  staysRolled((x) => {
    const n = x.length;
    const y = new Float64Array(n);
    for (let i = 0; i < n; i++) y[i] = Math.sin(x[i]);
    let s = 0;
    for (let i = 1; i < n; i++) s += y[i] * y[i - 1];
    return s;
  });
  staysRolled((x) => {
    const r = [];
    for (let i = 0; i < x.length; i++) r.push(2 * x[i]);
    let s = 0;
    for (let i = 0; i < r.length; i++) s += r[i] * r[i];
    return s;
  });
  staysRolled((x) => x.map((v: number) => v * v).reduce((a: number, b: number) => a + b, 0));
  staysRolled((x) => Array.from({ length: x.length }, (_, i) => x[i] ** 2).reduce((a, b) => a + b));
  staysRolled((x) => {
    let s = 0;
    x.forEach((v: number, i: number) => {
      s += v * i;
    });
    return s;
  });
  staysRolled((x) => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < x.length; i++) counts[i % 10] += x[i];
    return counts.reduce((a, b) => a + b * b, 0);
  });
  staysRolled((x) => {
    x[0] = 2;
    for (let i = 1; i < x.length; i++) x[i] += x[i - 1] / 2;
    return x[x.length - 1];
  });
});

test("residuals that are written by a loop are a vector of the program", () => {
  staysRolled((x) => {
    const r = new Float64Array(x.length);
    for (let i = 0; i < r.length; i++) r[i] = x[i] ** 2 - i;
    return r;
  });
  staysRolled(
    (x, { t, y }) => t.map((v: number, i: number) => x[0] * Math.exp(-x[1] * v) - y[i]),
    (n) => ({
      t: Float64Array.from({ length: n }, (_, i) => i / n),
      y: new Float64Array(n),
    }),
  );
});

test("loops over rows of data, their labels and entries stay rolled", () => {
  const rows = (n: number) =>
    Array.from({ length: n }, (_, i) => Array.from({ length: 10 }, (_, j) => ((i * 7 + j * 3) % 17) / 17));
  staysRolled(
    (w, { rows, labels }) => {
      let s = 0;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        let z = 0;
        for (let j = 0; j < row.length; j++) z += w[j] * row[j];
        s += Math.log1p(Math.exp(-labels[i] * z));
      }
      return s / rows.length;
    },
    (n) => ({ rows: rows(n), labels: Array.from({ length: n }, (_, i) => (i % 2 ? 1 : -1)) }),
  );
  staysRolled((w, data) => {
    let s = 0;
    for (const [i, row] of data.entries()) for (const [j, v] of row.entries()) s += v * w[j] * i;
    return s;
  }, rows);
  staysRolled((w, data) => {
    let row;
    let s = 0;
    for (let i = 0; i < data.length; i++) {
      row = data[i];
      s += row[0] * w[0] + row[1];
    }
    return s;
  }, rows);
});

test("branches, early returns and throws inside a loop keep it rolled", () => {
  staysRolled((x) => {
    const f = (t: number): number => {
      if (t < -100) throw new Error(`bad ${t}`);
      if (t > 0.5) return t * t;
      return t > 0 ? Math.log(t) : -t;
    };
    let s = 0;
    for (let i = 0; i < x.length; i++) {
      if (x[i] < -0.4) continue;
      s += f(x[i]) + (i > 0 ? x[i - 1] : 0);
    }
    return s;
  });
  staysRolled((x) => {
    let s = 0;
    const n = x.length;
    for (let i = 0; i < n; i++) s += x[i] * x[(i + 1) % n] * x[Math.floor(i / 2)] * x[i >> 1];
    return s;
  });
});

test("a loop that cannot be rolled is unrolled, and nothing of the attempt is left", () => {
  for (const f of [
    (x: any) => {
      const names: Record<string, number> = {};
      let s = 0;
      for (let i = 0; i < x.length; i++) {
        s += x[i];
        names[`n${i}`] = s;
      }
      return names.n3 + names.n11 + s;
    },
    (x: any) => {
      const list = [];
      for (let i = 0; i < x.length; i++) if (i % 2) list.push([x[i], i]);
      return list.reduce((sum, [v, i]) => sum + v! * i!, 0);
    },
    (x: any) => {
      let s = 0;
      for (let i = 0; i < x.length; i++) {
        s += x[i];
        if (s > 0.9) break;
        i += i === 3 ? 1 : 0;
      }
      return s;
    },
  ]) {
    const x = somePoint(12);
    expect(readAndRun(f, x)[0]).toBeCloseTo(f(x.slice()), 14);
  }
});

test("states that each iteration makes anew, as arrays or records, are carried number by number", () => {
  staysRolled((x) => {
    const slope = (s: number[]) => [s[1], -s[0] - 0.1 * s[1]];
    let s = [1, 0];
    let total = 0;
    for (let i = 0; i < x.length; i++) {
      const k1 = slope(s);
      const k2 = slope(s.map((v, j) => v + 0.05 * k1[j] + 0.01 * x[i]));
      s = s.map((v, j) => v + 0.1 * k2[j]);
      total += s[0] ** 2;
    }
    return total + s[1];
  });
  staysRolled((x) => {
    let state = { position: { x: 0, y: 1 }, speed: 1 };
    for (let i = 0; i < x.length; i++) {
      const { position, speed } = state;
      state = { position: { x: position.x + speed * x[i], y: position.y * 0.9 }, speed: speed - 0.1 * position.x };
    }
    return state.position.x * state.position.y + state.speed;
  });
  staysRolled((x) => {
    let [a, b] = [1, 2];
    for (let i = 0; i < x.length; i++) [a, b] = [b * 0.5 + x[i], a];
    return a * b;
  });
});

test("a state that is changed in place as well is what JavaScript makes of it", () => {
  const f = (x: any) => {
    const first = [1, 2];
    let s = first;
    for (let i = 0; i < x.length; i++) {
      s[0] += x[i];
      s = [s[1], s[0]];
    }
    return s[0] + 10 * first[0];
  };
  const x = somePoint(12);
  expect(readAndRun(f, x)[0]).toBeCloseTo(f(x.slice()), 13);
});
