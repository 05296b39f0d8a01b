import { didYouMean } from "../did-you-mean.ts";
import { InfimumError } from "../error.ts";
import type { Method } from "../run/method.ts";
import type { Methods } from "./equipment.ts";

export function byName(list: readonly Method[]): Methods {
  return new Map(list.map((method) => [method.name, method]));
}

/** @throws InfimumError `unknown-method` */
export function listedMethod(name: string, methods: Methods): Method {
  const method = methods.get(name);
  if (method) return method;
  throw new InfimumError("unknown-method", `there is no method "${name}": ${didYouMean(name, [...methods.keys()])}`);
}
