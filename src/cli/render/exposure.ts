import type { Exposure, ExposureAnswer } from "../../runs/exposure-report.js";
import { DAY_MS } from "../../domain/time.js";
import { moment } from "./dates.js";
import { runInWords } from "./known.js";
import type { Look } from "./look.js";
import { counted } from "../../platform/counted.js";
import { indented, listed, wrapped } from "./text.js";

/** `countersign exposure`: what stood without a living owner, latest first. */
export function exposureAnswer(answer: ExposureAnswer, look: Look): string {
  const { exposures, since, more } = answer;
  const scope = since === null ? "" : ` since ${moment(since)}`;
  if (exposures.length === 0)
    return `No decision right stood without a living owner unnoticed${scope}.`;
  const head = `${counted(exposures.length, "time")} in which a decision right stood without a living owner, and nobody knew${scope}`;
  const blocks = exposures.map((one) => {
    const title = `${look.colours.bold(one.key)}  ${one.agentTitle} may decide ${one.classTitle}`;
    return `${title}\n${indented(wrapped(exposedSentence(one), look.width - 2), 2)}`;
  });
  const hint = more ? ["There are earlier ones: countersign exposure --limit <more>"] : [];
  return [look.colours.bold(wrapped(head, look.width)), ...blocks, ...hint].join("\n");
}

/** From when to when, who had left, how it became known and what was shown. */
export function exposedSentence(one: Exposure): string {
  const length = `${moment(one.from)} to ${moment(one.to)} (${lasted(one.to - one.from)})`;
  const how =
    one.because === "enteredLate"
      ? `${one.person.name} had left, and that became known only in ${runInWords(one.toldIn)}`
      : `${one.person.name} had left as was known since ${runInWords(one.toldIn)}, and no run took it up before ${runInWords(one.endedIn)}`;
  const standings = [...new Set(one.shown.map((shown) => shown.standing))];
  const shown =
    standings.length === 0 ? "" : ` Whoever asked meanwhile was told: ${listed(standings)}.`;
  return `Nobody who works here answered for it from ${length}: ${how}.${shown}`;
}

const HOUR_MS = DAY_MS / 24;

function lasted(ms: number): string {
  return ms >= 2 * DAY_MS
    ? counted(Math.round(ms / DAY_MS), "day")
    : counted(Math.max(1, Math.round(ms / HOUR_MS)), "hour");
}
