import { readFile, stat } from "node:fs/promises";
import type { LoadFnOutput, LoadHookContext, ResolveFnOutput, ResolveHookContext } from "node:module";
import { fileURLToPath } from "node:url";

// Hooks for Node's module loader, which calls them in a thread of its own: TypeScript files run as they are written, and
// the library is found wherever the file lies.

type NextResolve = (
  specifier: string,
  context?: Partial<ResolveHookContext>,
) => ResolveFnOutput | Promise<ResolveFnOutput>;
type NextLoad = (url: string, context?: Partial<LoadHookContext>) => LoadFnOutput | Promise<LoadFnOutput>;

/** Where the command looks for its own copy of the library. */
let commandUrl = import.meta.url;

export function initialize(data: { readonly commandUrl: string }): void {
  commandUrl = data.commandUrl;
}

export async function resolve(
  specifier: string,
  context: ResolveHookContext,
  next: NextResolve,
): Promise<ResolveFnOutput> {
  if (isOwn(specifier)) {
    return orElse(
      () => next(specifier, context),
      () => next(specifier, { ...context, parentURL: commandUrl }),
    );
  }
  const { parentURL } = context;
  if (!isRelative(specifier) || parentURL === undefined || isInstalled(parentURL)) return next(specifier, context);
  const typescript = await typescriptNamed(new URL(specifier, parentURL));
  return typescript === undefined ? next(specifier, context) : next(typescript.href, context);
}

export async function load(url: string, context: LoadHookContext, next: NextLoad): Promise<LoadFnOutput> {
  if (!url.startsWith("file:") || !/\.m?ts$/.test(new URL(url).pathname)) return next(url, context);
  const path = fileURLToPath(url);
  // loaded when the first TypeScript file is: it brings the whole parser
  const { stripTypes } = await import("./strip-types.ts");
  const source = stripTypes(await readFile(path, "utf8"), path);
  return { format: "module", source, shortCircuit: true };
}

/** The library and its companions, by name. */
function isOwn(specifier: string): boolean {
  return specifier === "infimum" || specifier.startsWith("infimum/") || specifier.startsWith("@infimum/");
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith("./") || specifier.startsWith("../");
}

function isInstalled(url: string): boolean {
  return url.includes("/node_modules/");
}

/** The TypeScript file that a relative import means when no file has exactly that name: x, x.js or x/index for x.ts. */
async function typescriptNamed(wanted: URL): Promise<URL | undefined> {
  if (await isFile(wanted)) return undefined;
  const { href } = wanted;
  const candidates = [`${href}.ts`, `${href}.mts`, href.replace(/\.(m?)js$/, ".$1ts"), `${href}/index.ts`];
  for (const candidate of candidates) {
    const url = new URL(candidate);
    if (await isFile(url)) return url;
  }
  return undefined;
}

async function isFile(url: URL): Promise<boolean> {
  return stat(url).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** The first where it is found, else the second; the error of the first where neither is. */
async function orElse(
  first: () => ResolveFnOutput | Promise<ResolveFnOutput>,
  second: () => ResolveFnOutput | Promise<ResolveFnOutput>,
): Promise<ResolveFnOutput> {
  try {
    return await first();
  } catch (error) {
    try {
      return await second();
    } catch {
      throw error;
    }
  }
}
