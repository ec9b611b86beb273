import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DAY_MS, type Instant } from "../domain/time.js";
import { CountersignError } from "../platform/errors.js";
import { packageRoot } from "../platform/package-root.js";

/** What `init` writes, in this order, from `samples/` of the package. */
export const SAMPLE_FILES = [
  "countersign.yaml",
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

/**
 * Writes the samples into a folder. Either all of them or none: where one would overwrite a file,
 * nothing is written.
 *
 * @throws CountersignError INIT_REFUSED naming every file that is in the way.
 */
export function writeSamples(folder: string, facts: SampleFacts): readonly string[] {
  const taken = SAMPLE_FILES.filter((file) => existsSync(join(folder, file)));
  if (taken.length > 0) {
    throw new CountersignError({
      code: "INIT_REFUSED",
      message: `Nothing was written, because this would overwrite ${taken.join(", ")}.`,
      next: "Run it in an empty folder, or go on with what is there: countersign doctor",
      audience: "caller",
    });
  }
  for (const file of SAMPLE_FILES) {
    const target = join(folder, file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, sampleText(file, facts), { flag: "wx" });
  }
  return SAMPLE_FILES;
}

/** `{{login}}` and `{{day+7}}`, a calendar day counted from today. */
function sampleText(file: string, { login, now }: SampleFacts): string {
  const text = readFileSync(join(packageRoot(), "samples", file), "utf8");
  return text
    .replaceAll("{{login}}", JSON.stringify(login))
    .replaceAll(/\{\{day([+-]\d+)\}\}/g, (_, days: string) => dayAfter(now, Number(days)));
}

function dayAfter(now: Instant, days: number): string {
  return new Date(now + days * DAY_MS).toISOString().slice(0, 10);
}
