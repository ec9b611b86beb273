import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DAY_MS, type Instant } from "../domain/time.js";
import { CountersignError } from "../platform/errors.js";
import { packageRoot } from "../platform/package-root.js";

const CONFIG = "countersign.yaml";

/** What `init` writes for the sample company, in this order. */
export const SAMPLE_FILES = [
  CONFIG,
  "hr/people.csv",
  "hr/teams.csv",
  "registry/claims.yaml",
  "registry/procurement.yaml",
] as const;

export interface SampleFacts {
  /** Becomes an operator, so that the commands that act work on the samples. */
  readonly login: string;
  /** The sample company lives around this day: one owner left three weeks before it, one leaves a week after. */
  readonly now: Instant;
}

/** HR systems whose reports have a shape of their own; `plain` is any other. */
export const HR_SYSTEMS = ["workday", "bamboohr", "plain"] as const;
export type HrSystem = (typeof HR_SYSTEMS)[number];

/** Which sources of their own somebody wants to connect. */
export interface Connections {
  readonly okta: boolean;
  readonly entra: boolean;
  /** Null: no HR system is called. */
  readonly hr: HrSystem | null;
}

/**
 * Writes the sample company into a folder.
 *
 * @throws CountersignError INIT_REFUSED naming every file that is in the way.
 */
export function writeSamples(folder: string, { login, now }: SampleFacts): readonly string[] {
  const texts = SAMPLE_FILES.map((file): [string, string] => [
    file,
    file === CONFIG
      ? sampleText("config/company.yaml") + sampleText("config/rest.yaml")
      : sampleText(file),
  ]);
  return writeAll(
    folder,
    texts.map(([file, sample]) => [file, dated(filled(sample, { login: quoted(login) }), now)]),
  );
}

/**
 * Writes a commented config for sources of one's own, and an empty registry.
 *
 * @param facts the zone is that of people whose record names none.
 * @throws CountersignError INIT_REFUSED naming every file that is in the way.
 */
export function writeConnected(
  folder: string,
  wanted: Connections,
  facts: { readonly login: string; readonly zone: string },
): readonly string[] {
  const { okta, entra, hr } = wanted;
  const directories = [...(okta ? ["okta"] : []), ...(entra ? ["entra"] : [])];
  const parts = [hr === null ? "no-hr" : "hr-https", ...directories];
  const deciding = hr === null ? directories : ["hr"];
  const mark = (system: HrSystem): string => (system === hr ? "" : "# ");
  const config = filled(sampleText("config/connected.yaml") + sampleText("config/rest.yaml"), {
    sources: parts
      .map((part) => sampleText(`config/${part}.yaml`))
      .join("")
      .trimEnd(),
  });
  const values = {
    workday: mark("workday"),
    bamboohr: mark("bamboohr"),
    plain: mark("plain"),
    login: quoted(facts.login),
    zone: facts.zone,
    first: hr === null ? (directories[0] ?? "") : "hr",
    workers: hr === null ? "worker" : "hr",
    employment: `[${deciding.join(", ")}]`,
    account: `[${directories.join(", ")}]`,
  };
  return writeAll(folder, [
    [CONFIG, filled(config, values)],
    ["registry/README.md", sampleText("connected/registry/README.md")],
  ]);
}

/** All of them or none: where one would overwrite a file, nothing is written. */
function writeAll(
  folder: string,
  files: readonly (readonly [file: string, text: string])[],
): readonly string[] {
  const names = files.map(([file]) => file);
  const taken = names.filter((file) => existsSync(join(folder, file)));
  if (taken.length > 0) {
    throw new CountersignError({
      code: "INIT_REFUSED",
      message: `Nothing was written, because this would overwrite ${taken.join(", ")}.`,
      next: "Run it in an empty folder, or go on with what is there: countersign doctor",
      audience: "caller",
    });
  }
  const written: string[] = [];
  try {
    // Folders first: what keeps one from being made keeps everything from being written.
    for (const [file] of files) mkdirSync(dirname(join(folder, file)), { recursive: true });
    for (const [file, content] of files) {
      writeFileSync(join(folder, file), content, { flag: "wx" });
      written.push(file);
    }
  } catch (cause) {
    for (const file of written) rmSync(join(folder, file));
    throw unwritable(cause);
  }
  return names;
}

function unwritable(cause: unknown): unknown {
  if (!(cause instanceof Error && "code" in cause)) return cause;
  return new CountersignError({
    code: "INIT_REFUSED",
    message: `Nothing was written, because this folder does not let itself be written: ${cause.message}.`,
    next: "Run it in an empty folder of your own.",
    audience: "caller",
    cause,
  });
}

/** From `samples/` of the package. */
function sampleText(file: string): string {
  return readFileSync(join(packageRoot(), "samples", file), "utf8");
}

/** `{{login}}`; what is not among the values stays. */
function filled(sample: string, values: Readonly<Record<string, string>>): string {
  return sample.replaceAll(/\{\{(\w+)\}\}/g, (mark, name: string) => values[name] ?? mark);
}

/** `{{day+7}}`, a calendar day counted from today. */
function dated(sample: string, now: Instant): string {
  return sample.replaceAll(/\{\{day([+-]\d+)\}\}/g, (_, days: string) =>
    new Date(now + Number(days) * DAY_MS).toISOString().slice(0, 10),
  );
}

/** A login as YAML, whatever is in it. */
function quoted(login: string): string {
  return JSON.stringify(login);
}
