import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { packageRoot } from "../../src/platform/package-root.js";
import { testDriver, wipeGraph } from "../support/graph.js";

const FOUR_MINUTES_MS = 240_000;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary folder of its own tells the demo's servers from everybody else's. */
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "demo-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The demo as a person starts it. `onOutput` sees all of stdout so far. */
async function demo(
  env: NodeJS.ProcessEnv,
  onOutput: (stdout: string, interrupt: () => void) => void = () => undefined,
): Promise<Ended> {
  const main = join(packageRoot(), "src", "cli", "main.ts");
  const child = spawn(process.execPath, ["--import", "tsx", main, "demo"], {
    cwd: packageRoot(),
    env: { ...process.env, TMPDIR: folder, COLUMNS: "110", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data: Buffer) => {
    stdout += data.toString();
    onOutput(stdout, () => child.kill("SIGINT"));
  });
  child.stderr.on("data", (data: Buffer) => {
    stderr += data.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  return { code, stdout, stderr };
}

/** Servers that the environment names are used; without it the demo has to start its own. */
const OWN_SERVERS = { NEO4J_URI: "", REDIS_URL: "" };

/** Command lines of processes that work in the demo's folder. */
function processesOf(path: string): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")];
      } catch {
        return [];
      }
    })
    .filter((line) => line.includes(path));
}

/** What the demo left in its folder; `tsx` keeps a cache of its own there. */
function leftIn(path: string): readonly string[] {
  return readdirSync(path).filter((name) => name.startsWith("countersign"));
}

/** Blank space folded, so that a line may be broken anywhere. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

describe("countersign demo", () => {
  test(
    "tells the month, with the successors that SEMANTICS gives, and leaves nothing behind",
    async () => {
      const { code, stdout, stderr } = await demo(OWN_SERVERS);
      expect(stderr).toContain("Everything the demo started is stopped");
      expect(code).toBe(0);
      const text = flat(stdout);
      // F9: a whole line and two heads at once are held until a named person has looked.
      expect(text).toMatch(
        /held as hr-\d+: 7 of your 60 people would depart and 6 of your 11 owners/,
      );
      expect(text).toMatch(/countersign plans approve hr-\d+ .{0,80}is approved until/);
      // L7: her manager. L11: her co-owner, who has signed.
      expect(text).toMatch(/claim-auto-approve: Maya Okafor left\. Ines Duarte answers for it now/);
      expect(text).toMatch(/refund-over-limit: Maya Okafor left\. Jon Reyes answered for it too/);
      // L10: the whole line left in one batch, so the chief executive; critical impact is withheld.
      expect(text).toMatch(/account-freeze: Petra Novak left\. Helena Sørensen answers for it now/);
      expect(text).toMatch(/transaction-flag: Karl Brandt left\. Helena Sørensen answers/);
      expect(text).toMatch(/suspended: the impact is critical.{0,80}sanctions-hold: Lucia Ferrer/);
      // N1: she keeps it, the deputy of her team acts.
      expect(text).toMatch(/renewal-reprice: Aisha Rahman keeps it; Ben Carver acts/);
      // L9: nobody, and each who was asked with the reason.
      expect(text).toMatch(/orphaned: .{0,80}vendor-block: Sam Whitlock left\. Asked in vain: /);
      expect(text).toContain(
        "Tom Ek (built this agent); Ines Duarte, Helena Sørensen, Amara Diallo",
      );
      // L1: announced, and still hers.
      expect(text).toMatch(/Known in advance.{0,80}Grace Lim leaves on 24 Apr/);
      // The question of the product, for then and for now.
      expect(text).toContain("On 10 March 2026 this was authorized by Maya Okafor");
      expect(text).toMatch(/Today .{0,120}Ines Duarte answers for it/);
      expect(text).toContain("countersign reassign vendor-screener vendor-block");
      expect(processesOf(folder)).toEqual([]);
      expect(leftIn(folder)).toEqual([]);
    },
    FOUR_MINUTES_MS,
  );

  test(
    "stops what it started when it is interrupted",
    async () => {
      let sent = false;
      const { code, stderr } = await demo(OWN_SERVERS, (stdout, interrupt) => {
        if (sent || !stdout.includes("the first sync")) return;
        sent = true;
        interrupt();
      });
      expect(sent).toBe(true);
      expect(stderr).toContain("Interrupted: stopping what was started");
      expect(code).toBe(130);
      expect(processesOf(folder)).toEqual([]);
      expect(leftIn(folder)).toEqual([]);
    },
    FOUR_MINUTES_MS,
  );

  test("does not touch a graph that holds something", async () => {
    const driver = await testDriver();
    try {
      await wipeGraph(driver);
      await driver.executeQuery("CREATE (:SomebodyElses {note: 'keep'})");
      const { code, stdout, stderr } = await demo({
        NEO4J_URI: inject("neo4jUri"),
        REDIS_URL: inject("redisUrl"),
      });
      expect(code).toBe(1);
      expect(stdout).toBe("");
      expect(flat(stderr)).toContain("the demo does not touch it");
      const { records } = await driver.executeQuery("MATCH (n) RETURN labels(n) AS labels");
      expect(records.map((record) => record.toObject())).toEqual([{ labels: ["SomebodyElses"] }]);
    } finally {
      await wipeGraph(driver);
      await driver.close();
    }
  });
});
