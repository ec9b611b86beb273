import type { ImportFact, SourceFacts } from "./source.js";

/** One broken rule, printed as `file:line rule: sentence`. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly sentence: string;
}

const MAX_LINES = 400;

/**
 * The house from the ground up. A folder imports itself and the floors below; rooms on one floor do
 * not import each other:
 *
 *     domain ← platform ← {sources, graph, queue, services} ← {sync, continuity, alerts}
 *            ← runs ← {api, cli, workers}
 */
const FLOORS: readonly (readonly string[])[] = [
  ["domain"],
  ["platform"],
  ["sources", "graph", "queue", "services"],
  ["sync", "continuity", "alerts"],
  ["runs"],
  ["api", "cli", "workers"],
];

/** Not part of the house; they may look into every room. */
const OUTSIDE = new Set(["simulator", "scripts"]);

/** The demo is a command of the CLI and runs the simulated company. */
const DOORS = new Set(["cli → simulator"]);

/** Every rule over the whole tree. `cypherFiles` are paths under `cypher/`, such as `org/x.cypher`. */
export function violationsOf(
  files: readonly SourceFacts[],
  cypherFiles: readonly string[],
): readonly Violation[] {
  const known = new Set(files.map((file) => file.path));
  return [
    ...proofOfReading(files),
    ...files.flatMap((file) => [...textRules(file), ...importRules(file, known)]),
    ...cycles(files),
    ...contracts(files, cypherFiles),
  ];
}

/** A check that reads nothing passes for ever, so it has to prove that it read. */
function proofOfReading(files: readonly SourceFacts[]): Violation[] {
  const imports = files.reduce((sum, file) => sum + file.imports.length, 0);
  const fail = (sentence: string): Violation => ({ file: ".", line: 1, rule: "proof", sentence });
  if (files.length === 0) return [fail("no file was read")];
  return imports === 0 ? [fail(`${files.length} files were read and not one import`)] : [];
}

function textRules(file: SourceFacts): Violation[] {
  const at = (rule: string, sentence: string) => (line: number) => ({
    file: file.path,
    line,
    rule,
    sentence,
  });
  const length = at("length", `has ${file.lines} lines; ${MAX_LINES} are the most`);
  return [
    ...(file.lines > MAX_LINES ? [length(MAX_LINES + 1)] : []),
    ...file.anyLines.map(at("any", "`any` switches the compiler off; use `unknown` and look")),
    ...file.defaultExportLines.map(at("default-export", "export it by its name")),
    ...file.suppressionLines.map(at("suppression", "say what is wrong instead of hiding it")),
  ];
}

function importRules(file: SourceFacts, known: ReadonlySet<string>): Violation[] {
  const from = roomOf(file.path);
  const violations: Violation[] = [];
  if (from !== null && floorOf(from) === -1 && !OUTSIDE.has(from)) {
    const sentence = `"${from}" has no place in the direction; add it to FLOORS`;
    return [{ file: file.path, line: 1, rule: "direction", sentence }];
  }
  for (const one of file.imports) {
    const problem = importProblem(from, one, known);
    if (problem !== null) violations.push({ file: file.path, line: one.line, ...problem });
  }
  return violations;
}

type Problem = Pick<Violation, "rule" | "sentence">;

function importProblem(
  from: string | null,
  { specifier, target }: ImportFact,
  known: ReadonlySet<string>,
): Problem | null {
  if (target === null) {
    const sentence = `domain imports nothing but itself, and this is "${specifier}"`;
    return from === "domain" ? { rule: "domain", sentence } : null;
  }
  if (target.endsWith(".ts") && roomOf(target) !== null && !known.has(target)) {
    return { rule: "unresolved", sentence: `"${specifier}" leads to no file that was read` };
  }
  return from === null || OUTSIDE.has(from) ? null : directionProblem(from, target);
}

function directionProblem(from: string, target: string): Problem | null {
  const to = roomOf(target);
  if (to === from) return null;
  if (to === null) {
    return { rule: "direction", sentence: `${from} imports ${target}, which is not the product` };
  }
  if (DOORS.has(`${from} → ${to}`)) return null;
  if (floorOf(to) === floorOf(from)) {
    return {
      rule: "sibling",
      sentence: `${from} and ${to} are neighbours and do not import each other`,
    };
  }
  return floorOf(to) === -1 || floorOf(to) > floorOf(from)
    ? { rule: "direction", sentence: `${from} lies below ${to} and must not import it` }
    : null;
}

/** The folder a rule speaks of: under src the next one, else the first; null for all other places. */
function roomOf(path: string): string | null {
  const [first, second, third] = path.split("/");
  if (first === "src") return third === undefined ? "src itself" : (second ?? null);
  return first === "workers" || OUTSIDE.has(first ?? "") ? (first ?? null) : null;
}

function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}

/** Type imports count too: two files that need each other's types are one file, or three. */
function cycles(files: readonly SourceFacts[]): Violation[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const violations: Violation[] = [];
  const visit = (file: SourceFacts, above: readonly string[]): void => {
    const trail = [...above, file.path];
    for (const one of file.imports) {
      const next = one.target === null ? undefined : byPath.get(one.target);
      if (next === undefined || done.has(next.path)) continue;
      const start = trail.indexOf(next.path);
      if (start === -1) {
        visit(next, trail);
      } else {
        const sentence = [...trail.slice(start), next.path].join(" → ");
        violations.push({ file: file.path, line: one.line, rule: "cycle", sentence });
      }
    }
    done.add(file.path);
  };
  for (const file of files) if (!done.has(file.path)) visit(file, []);
  return violations;
}

/** Statements of `cypher/` and calls of defineQuery match one to one. `schema/` has no contracts. */
function contracts(files: readonly SourceFacts[], cypherFiles: readonly string[]): Violation[] {
  const wanted = new Set(cypherFiles.filter((file) => !file.startsWith("schema/")));
  const seen = new Set<string>();
  const violations: Violation[] = [];
  for (const file of files.filter(({ path }) => path.startsWith("src/graph/queries/"))) {
    for (const { file: statement, line } of file.contracts) {
      const problem = contractProblem(statement, wanted, seen);
      if (problem !== null) {
        violations.push({ file: file.path, line, rule: "contract", sentence: problem });
      }
      if (statement !== null) seen.add(statement);
    }
  }
  for (const statement of [...wanted].filter((one) => !seen.has(one))) {
    const sentence = "no defineQuery in src/graph/queries names this statement";
    violations.push({ file: `cypher/${statement}`, line: 1, rule: "contract", sentence });
  }
  return violations;
}

function contractProblem(
  statement: string | null,
  wanted: ReadonlySet<string>,
  seen: ReadonlySet<string>,
): string | null {
  if (statement === null) return "`file` has to be a plain string, so that it can be matched";
  if (!wanted.has(statement)) return `cypher/${statement} does not exist`;
  return seen.has(statement) ? `cypher/${statement} has a contract already` : null;
}
