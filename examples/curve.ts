// A curve through measurements: infimum run examples/curve.ts --report curve.html
// The decay of a radioactive sample: counts a second at the end of each minute, with a constant background.
import { problem } from "infimum";

const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20];
const counts = [81.2, 68.9, 56.4, 48.1, 40.3, 34.6, 30.1, 25.4, 22.7, 20.0, 16.1, 13.2, 11.6, 10.4, 9.5];

export default problem({
  name: "radioactive decay",
  x0: { initial: 100, halfLife: 3, background: 0 },
  bounds: { lower: { initial: 0, halfLife: 0.1, background: 0 } },
  data: { minutes, counts },
  objective: ({ initial, halfLife, background }, { minutes, counts }) => {
    let sum = 0;
    for (let k = 0; k < minutes.length; k++) {
      const expected = initial * 2 ** (-minutes[k] / halfLife) + background;
      sum += (counts[k] - expected) ** 2 / counts[k];
    }
    return sum / 2;
  },
});
