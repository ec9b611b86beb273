import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { packageRoot } from "../../src/platform/package-root.js";

const PEOPLE = 300;

const ratio = z.number().positive();

/** The last line of the output, as far as others may rely on it. */
const resultLine = z.object({
  people: z.literal(PEOPLE),
  cores: z.number().int().positive(),
  node: z.string(),
  neo4j: z.string(),
  rounds: z.literal(1),
  coldVsHandWritten: ratio,
  coldVsHandWrittenCpu: ratio,
  unchangedVsCold: ratio,
  changedVsCold: ratio,
  goneVsCold: ratio,
  unchangedOrganisationWrites: z.number().int(),
  peakMemoryMb: z.number().positive(),
  compared: z.object({ people: z.literal(PEOPLE), memberships: z.number().int().positive() }),
  differences: z.number().int(),
});

/** The bench as a person runs it, on servers that it starts for itself; no time is asserted. */
async function bench(...options: readonly string[]): Promise<string> {
  const args = ["--import", "tsx", join(packageRoot(), "bench", "sync.ts"), ...options];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: packageRoot() });
  return stdout;
}

describe("npm run bench:sync", () => {
  it.each([
    [["--people", "abc", "--rounds", "0"], /--people "abc" is not .*--rounds "0" is not/],
    [["--people", "0"], /--people "0" is not a whole number from 10/],
    [["--warm-up", "1.5"], /--warm-up "1.5" is not/],
    [["--people"], /argument missing.*The options are --people, --rounds, --warm-up, --record/s],
    [["--bogus", "3"], /Unknown option '--bogus'/],
  ])("refuses %j before it starts a server, and says all of it", async (options, sentence) => {
    const refused: unknown = await bench(...options).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(sentence) });
    expect(refused).toMatchObject({ stderr: expect.not.stringMatching(/ {4}at |Neo4j/) });
  });

  it(
    "I4 prints its table and, last, one JSON line; an unchanged company is not written again",
    { timeout: 600_000 },
    async () => {
      const options = ["--people", String(PEOPLE), "--rounds", "1", "--warm-up", "0"];
      const lines = (await bench(...options)).trimEnd().split("\n");
      for (const phase of ["cold", "unchanged", "changed", "gone"]) {
        expect(lines.filter((line) => line.includes(` ${phase} `))).toHaveLength(1);
      }
      const result = resultLine.parse(JSON.parse(lines.at(-1) ?? ""));
      expect(result.unchangedOrganisationWrites).toBe(0);
      expect(result.differences).toBe(0);
    },
  );
});
