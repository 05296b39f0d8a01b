// The main job: tell handwritten digits apart, and say how sure to be.
//
// Softmax regression on the UCI digits, once with an l2 and once with an l1 penalty: fitted by a second-order and by a
// proximal method, the strength of each penalty chosen on validation data by a derivative-free method, the
// probabilities calibrated, everything judged on images that no step has seen. Then the same model trained by batches, how to do
// that being found by a study (digits-study.ts).
import { type JobContext, job } from "@infimum/cli";
import { minimize, problem, type Term } from "infimum";
import {
  expectedCalibrationError,
  proportionInterval,
  reliabilityBins,
  temperatureScaling,
  temperedProbabilities,
} from "infimum/calibrate";
import { softmaxCrossEntropy } from "infimum/losses";
import { l1, l2 } from "infimum/terms";
import { classes, type Digits, pixels, readDigits, type Samples } from "./digits-data.ts";
import trainingStudy from "./digits-study.ts";

type Penalty = (strength: number, options: { weights: Float64Array }) => Term;
type Loss = ReturnType<typeof softmaxCrossEntropy>;

interface Model {
  readonly name: string;
  readonly penalty: Penalty;
  readonly method: "newton-trust-region" | "proximal-gradient";
}

const models: readonly Model[] = [
  { name: "l2", penalty: l2, method: "newton-trust-region" },
  { name: "l1", penalty: l1, method: "proximal-gradient" },
];

/** The loss on some samples plus the penalty, intercepts left alone. */
function regression({ name, penalty }: Model, loss: Loss, strength: number) {
  return problem({
    name: `softmax regression, ${name} of strength ${strength.toPrecision(3)}`,
    objective: loss.value,
    gradient: loss.gradient,
    hessianVector: loss.hessianVector,
    x0: new Float64Array(loss.dimension),
    plus: [penalty(strength, { weights: loss.penalized })],
  });
}

/** The strength whose fit has the smallest loss on the validation data, found by the simplex of Nelder and Mead. */
async function chooseStrength({ solve }: JobContext, model: Model, training: Loss, validation: Loss): Promise<number> {
  const choice = problem({
    name: `strength of the ${model.name} penalty`,
    x0: { logStrength: -3 },
    bounds: { lower: { logStrength: -6 }, upper: { logStrength: 0 } },
    derivatives: "none",
    objective: ({ logStrength }) => {
      // rough fits are enough to compare strengths by
      const fit = minimize(regression(model, training, 10 ** logStrength), { method: model.method, tolerance: 1e-3 });
      return validation.value(fit.x);
    },
  });
  const { params } = await solve(choice, { method: "nelder-mead", tolerance: 5e-3, budget: { evaluations: 20 } });
  return 10 ** params.logStrength;
}

/** How many images have their own digit as the most probable one. */
function countRight(probabilities: Float64Array, labels: Int32Array): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    if (row.indexOf(Math.max(...row)) === labels[i]) right++;
  }
  return right;
}

/** Rows are what the images are, columns what they were taken for. */
function confusion(probabilities: Float64Array, labels: Int32Array): Int32Array[] {
  const counts = Array.from({ length: classes }, () => new Int32Array(classes));
  for (let i = 0; i < labels.length; i++) {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    counts[labels[i]][row.indexOf(Math.max(...row))]++;
  }
  return counts;
}

function reliability(name: string, probabilities: Float64Array, labels: Int32Array) {
  const bins = reliabilityBins(probabilities, labels, 5).filter(({ count }) => count > 0);
  return { name, points: bins.map(({ confidence, accuracy }) => [confidence, accuracy] as const) };
}

const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;
const digits = Array.from({ length: classes }, (_, digit) => String(digit));

/** Chooses the strength, fits, calibrates on the validation images, and judges on the test images. */
async function fitAndJudge(context: JobContext, model: Model, { training, validation, test }: Digits) {
  const { report } = context;
  const lossOn = (samples: Samples): Loss => softmaxCrossEntropy({ ...samples, columns: pixels, classes });
  const loss = lossOn(training);
  report.section(`Softmax regression with an ${model.name} penalty`);
  const strength = await chooseStrength(context, model, loss, lossOn(validation));
  const fit = await context.solve(regression(model, loss, strength), { method: model.method });

  const logitsOf = ({ features, rows }: Samples) =>
    loss.logits(fit.x, features, rows, new Float64Array(rows * classes));
  const { temperature } = temperatureScaling(logitsOf(validation), validation.labels);
  const testLogits = logitsOf(test);
  const probabilitiesAt = (t: number) =>
    temperedProbabilities(testLogits, classes, t, new Float64Array(testLogits.length));
  const plain = probabilitiesAt(1);
  const calibrated = probabilitiesAt(temperature);

  const right = countRight(calibrated, test.labels);
  const [low, high] = proportionInterval(right, test.rows);
  const before = expectedCalibrationError(plain, test.labels);
  const after = expectedCalibrationError(calibrated, test.labels);
  const zeros = fit.x.filter((weight) => weight === 0).length;

  report.figure({
    kind: "lines",
    title: "Reliability on the test images",
    x: { label: "confidence of the predicted digit" },
    y: { label: "part that is right" },
    series: [
      reliability("before", plain, test.labels),
      reliability("after temperature scaling", calibrated, test.labels),
      {
        name: "as sure as right",
        points: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
  });
  report.figure({
    kind: "cells",
    title: "Test images by digit",
    x: { label: "taken for", names: digits },
    y: { label: "is", names: digits },
    values: confusion(calibrated, test.labels),
  });
  report.figure({
    kind: "images",
    title: "Weights of each digit (dark: speaks against it, light: for it)",
    width: 8,
    images: digits.map((caption, digit) => ({ caption, values: fit.x.slice(digit * pixels, (digit + 1) * pixels) })),
  });
  return {
    penalty: model.name,
    strength,
    status: fit.status,
    certificate: fit.certificate.text,
    accuracy: right / test.rows,
    accuracyInterval: [low, high] as const,
    calibrationErrorBefore: before,
    calibrationErrorAfter: after,
    temperature,
    zeroWeights: zeros,
    seconds: fit.seconds,
  };
}

/** The same model trained by batches, how to do that found by a study; judged like the others. */
async function tuned({ tune }: JobContext, { training, test }: Digits) {
  const study = await tune(trainingStudy, { file: new URL("./digits-study.ts", import.meta.url) });
  const best = study.best!;
  const stored = await study.artifact(best.number, "weights");
  const weights = new Float64Array(stored!.slice().buffer);
  const loss = softmaxCrossEntropy({ ...training, columns: pixels, classes });
  const logits = loss.logits(weights, test.features, test.rows, new Float64Array(test.rows * classes));
  const probabilities = temperedProbabilities(logits, classes, 1, new Float64Array(logits.length));
  const right = countRight(probabilities, test.labels);
  return {
    trials: study.trials().length,
    rule: best.params!.rule,
    batchSize: best.params!.batchSize,
    validationLoss: best.value!,
    accuracy: right / test.rows,
    accuracyInterval: proportionInterval(right, test.rows),
  };
}

export default job(async (context) => {
  const samples = readDigits();
  const fits = [];
  for (const model of models) fits.push(await fitAndJudge(context, model, samples));

  context.report.section("Both models on images that no step has seen");
  context.report.table({
    columns: [
      "penalty",
      "strength",
      "accuracy",
      "95 % interval",
      "calibration error",
      "after scaling",
      "temperature",
      "weights at zero",
    ],
    rows: fits.map((s) => [
      s.penalty,
      s.strength,
      percent(s.accuracy),
      s.accuracyInterval.map(percent).join(" to "),
      s.calibrationErrorBefore,
      s.calibrationErrorAfter,
      s.temperature,
      s.zeroWeights,
    ]),
  });
  const training = await tuned(context, samples);
  const { kind, ...options } = training.rule;
  const rates = Object.entries(options).map(([name, value]) => `${name} ${value.toPrecision(3)}`);
  const tunedText = [
    `trained by batches of ${training.batchSize} with ${kind} (${rates.join(", ")}), found in ${training.trials} trials`,
    `  accuracy on ${samples.test.rows} held-out images  ${percent(training.accuracy)}, 95 % interval ${training.accuracyInterval.map(percent).join(" to ")}`,
    `  loss on the validation images  ${training.validationLoss.toFixed(4)}`,
  ].join("\n");
  const fitted = fits.map((s) =>
    [
      `${s.penalty} penalty, strength ${s.strength.toPrecision(3)} chosen on validation images`,
      `  accuracy on ${samples.test.rows} held-out images  ${percent(s.accuracy)}, 95 % interval ${s.accuracyInterval.map(percent).join(" to ")}`,
      `  calibration error  ${s.calibrationErrorBefore.toFixed(4)} before, ${s.calibrationErrorAfter.toFixed(4)} after scaling by temperature ${s.temperature.toFixed(3)}`,
      `  weights at zero  ${s.zeroWeights}`,
      `  fit  ${s.status} in ${s.seconds.toFixed(2)} s; certificate: ${s.certificate}`,
    ].join("\n"),
  );
  return [...fitted, tunedText].join("\n\n");
});
