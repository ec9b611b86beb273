import type { Instant } from "../../domain/time.js";
import type { DoctorLine } from "../../runs/checks.js";

/** Assertions that a private key signed are refused from clocks that are about this far off. */
const WORTH_A_WORD_MS = 60_000;
const PATIENCE_MS = 5_000;

/**
 * Whether our clock may be why a service refused a sign-in: asks it for nothing, without any login, and
 * reads the time on the answer. Nothing is said where the clocks agree, or where it does not tell.
 */
export async function checkClock(
  subject: string,
  address: string,
  now: () => Instant,
): Promise<DoctorLine[]> {
  const there = await timeAt(address);
  if (there === null) return [];
  const skewMs = now() - there;
  if (Math.abs(skewMs) < WORTH_A_WORD_MS) return [];
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  const way = skewMs > 0 ? "ahead of" : "behind";
  return [
    {
      subject,
      state: "failed",
      sentence: `The clock of this machine is ${minutes} min ${way} that of ${new URL(address).host}, and signing in with a key fails by that.`,
      next: "Let this machine take its time from a time server.",
    },
  ];
}

/** Any answer has a date, a refusal too; null: there was none in time. */
async function timeAt(address: string): Promise<Instant | null> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(address, { method: "HEAD", redirect: "manual", signal });
    const at = Date.parse(answer.headers.get("date") ?? "");
    return Number.isNaN(at) ? null : at;
  } catch {
    return null;
  }
}
