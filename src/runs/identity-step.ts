import { type FindingChanges, type OpenFindings, compareFindings } from "../continuity/findings.js";
import type { Instant } from "../domain/time.js";
import { ranksOf } from "../platform/ranks.js";
import type { CorrelatorFrame, LinkOutcome } from "../sync/correlator.js";
import { IDENTITY_CODES, identityFindings } from "../sync/identity-findings.js";
import type { Context } from "./context.js";
import { openSource } from "./sources.js";

/** What correlation rests on, as configured. */
export function correlatorFrame(context: Context, at: Instant): CorrelatorFrame {
  const { config } = context;
  const hashes = new Map<string, string>();
  return {
    at,
    guestGraceDays: config.identity.guestGraceDays,
    ranksOf: (source) => ranksOf(config, source),
    converterHashOf: (source) => {
      const known = hashes.get(source);
      if (known !== undefined) return known;
      const configured = config.sources.find((one) => one.id === source);
      // Logins of a source that is not configured any more stay what they were.
      const hash = configured === undefined ? "" : openSource(configured, context).converterHash;
      hashes.set(source, hash);
      return hash;
    },
  };
}

/** Findings about logins that were just decided about: those that hold, and those that do not any more. */
export async function identityChanges(
  open: OpenFindings,
  outcomes: readonly LinkOutcome[],
  subjectKeys: readonly string[],
): Promise<FindingChanges> {
  const wanted = new Map(
    outcomes.flatMap(identityFindings).map((finding) => [finding.dedupKey, finding]),
  );
  return await compareFindings(open, {
    wanted,
    subjectKeys,
    codes: IDENTITY_CODES,
    standingOf: (subject) =>
      subject.startsWith("account ") ? "the login belongs to one person" : undefined,
  });
}
