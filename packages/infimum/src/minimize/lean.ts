import { firstOrderCertifier } from "../certify/first-order.ts";
import { chooseListed } from "../choose/choose-listed.ts";
import { prepareSmooth } from "../run/prepare-smooth.ts";
import type { Equipment } from "./equipment.ts";

/**
 * The least that minimizes a function within bounds: the first listed method that serves is used, gradients are derived by
 * differences, and points are certified to first order. No terms and sets, no curvature, no rays without end, no checkpoints,
 * no random streams but those that the methods bring.
 */
export const lean: Equipment = {
  choose: chooseListed,
  prepare: prepareSmooth,
  certifier: firstOrderCertifier,
};
