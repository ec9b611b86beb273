import type { StandingName } from "../../domain/authorization.js";
import type { PersonName } from "../../runs/report.js";
import { counted } from "../../platform/counted.js";

/** Governance lead by authorization key, as far as it is known. */
export type Leads = ReadonlyMap<string, PersonName | null>;

/** `4 decision rights: 1 valid, 2 provisional, 1 orphaned.` */
export function standingsInWords(standings: Readonly<Record<StandingName, number>>): string {
  const entries = Object.entries(standings).filter(([, number]) => number > 0);
  const total = entries.reduce((sum, [, number]) => sum + number, 0);
  if (total === 0) return "No decision right is recorded yet.";
  const parts = entries.map(([standing, number]) => `${number} ${standing}`);
  return `${counted(total, "decision right")}: ${parts.join(", ")}.`;
}
