export { type Logistic, logistic } from "./logistic.ts";
export { arctan, barron, cauchy, huber, type RobustLossName, softL1, tukey } from "./robust.ts";
export type { Samples } from "./samples.ts";
export { type ClassSamples, type SoftmaxCrossEntropy, softmaxCrossEntropy } from "./softmax-cross-entropy.ts";
