// Another process: it gets frozen runs, goes on from each, and answers with the trace of the end.
import { register } from "node:module";

register("./strip-types.js", import.meta.url);
const { conformanceCases } = await import("../src/conformance/index.ts");
const { goOn } = await import("../src/conformance/checks/resume.ts");
const { all } = await import("../src/methods/registry.ts");
const { sampleMethods } = await import("./sample-methods.ts");

const methods = new Map([...all, ...sampleMethods].map((method) => [method.name, method]));
const definitions = new Map(conformanceCases.map(({ name, definition }) => [name, definition]));

process.on("message", (jobs) => {
  process.send(
    jobs.map(({ method, conformanceCase, checkpoint, evaluations }) =>
      goOn(methods.get(method), definitions.get(conformanceCase), JSON.parse(checkpoint), evaluations),
    ),
  );
});
