// Tune how a model is trained: the rule and its rates, the size of the batches, the penalty.
//
// Softmax regression on the UCI digits, trained batch by batch for up to 27 epochs. TPE proposes what to try, Hyperband stops
// what does not keep up, two threads do the work. Stop it with Ctrl-C; the same command goes on where it was:
//
//     npx infimum run examples/digits-study.ts --report digits-study.html
import { choice, defineStudy, float, hyperbandPruner, space, variant } from "@infimum/study";
import { softmaxCrossEntropy } from "infimum/losses";
import { adam, sgd } from "infimum/rules";
import { classes, pixels, readDigits, type Samples } from "./digits-data.ts";

const epochs = 27;

const { training, validation } = readDigits();
const lossOn = (samples: Samples) => softmaxCrossEntropy({ ...samples, columns: pixels, classes });
const validationLoss = lossOn(validation);

/** The training images in batches, each with its loss. */
function batchesOf(size: number) {
  const count = Math.ceil(training.rows / size);
  return Array.from({ length: count }, (_, batch) => {
    const [from, to] = [batch * size, Math.min(training.rows, (batch + 1) * size)];
    const features = training.features.subarray(from * pixels, to * pixels);
    return lossOn({ features, labels: training.labels.subarray(from, to), rows: to - from });
  });
}

export default defineStudy({
  name: "digits",
  space: space({
    rule: variant({
      adam: { stepSize: float(1e-4, 1, { log: true }) },
      sgd: { stepSize: float(1e-3, 10, { log: true }), momentum: float(0, 0.99) },
    }),
    batchSize: choice(16, 32, 64, 128),
    penalty: float(1e-6, 1e-1, { log: true }),
  }),
  goal: "minimize", // the loss on the validation images
  sampler: "tpe",
  pruner: hyperbandPruner({ minimum: 1, maximum: epochs }),
  trials: 60,
  workers: 2,
  window: 2, // the same study for one worker and for two, whoever finishes first
  objective: async ({ rule, batchSize, penalty }, trial) => {
    const { update, init } = rule.kind === "adam" ? adam(rule) : sgd(rule);
    const batches = batchesOf(batchSize);
    let params = new Float64Array(validationLoss.dimension);
    let state: any = init(params);
    const gradient = new Float64Array(params.length);
    let value = NaN;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for (const batch of trial.random("order", epoch).permutation(batches.length)) {
        batches[batch].gradient(params, gradient);
        // intercepts are not penalized
        for (let i = 0; i < params.length; i++) gradient[i] += penalty * validationLoss.penalized[i] * params[i];
        [params, state] = update(gradient, state, params);
      }
      value = validationLoss.value(params);
      if (await trial.report(epoch, value)) return trial.prune();
    }
    await trial.artifact("weights", new Uint8Array(params.buffer));
    return value;
  },
});
