import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identify, isAlive, type ProcessIdentity } from "../../src/services/process.js";
import { servicesDown } from "../../src/services/services.js";

const PREFIX = "countersign-test-";

/** A temporary folder that says whose it is, so that a later run can clean up after a killed one. */
export function ownedTempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, "owner.json"), JSON.stringify(identify(process.pid)));
  return folder;
}

/** Where a test keeps servers of its own in its folder. */
export function dataDirIn(folder: string): string {
  return join(folder, "data");
}

/** A run that was killed could not tear down: its servers would stay for ever. */
export async function sweepLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = readOwner(folder);
    if (owner === null || isAlive(owner)) continue;
    await servicesDown({ dataDir: dataDirIn(folder), env: process.env, removeData: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Null while the run that made the folder has not written it yet, or when it is not ours. */
function readOwner(folder: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(join(folder, "owner.json"), "utf8")) as ProcessIdentity;
  } catch {
    return null;
  }
}
