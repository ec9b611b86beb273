import type { TimelineAnswer, TimelineEntry } from "../../runs/history-report.js";
import { datesInWords, day } from "./dates.js";
import { exposedSentence } from "./exposure.js";
import { runInWords } from "./known.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { indented, shellWord, wrapped } from "./text.js";
import { codesInWords } from "./words.js";

/** `countersign timeline`: what was true, and when it became known. */
export function timelineAnswer(answer: TimelineAnswer, look: Look): string {
  const { subject, entries, more, limit, exposures } = answer;
  const blocks = [look.colours.bold(subject.title)];
  if (more) {
    const command = `countersign timeline ${shellWord(subject.key)} --limit ${limit * 4}`;
    blocks.push(look.colours.dim(`  the newest ${limit}; earlier ones: ${command}`));
  }
  if (entries.length === 0) blocks.push("  nothing is recorded");
  else
    blocks.push(
      table(
        entries.map((entry) => entryRow(entry, look)),
        look,
        { indent: 2, flexible: 1, head: ["was true", "what", "became known"] },
      ),
    );
  for (const one of exposures)
    blocks.push(look.colours.red(indented(wrapped(exposedSentence(one), look.width - 2), 2)));
  return blocks.join("\n");
}

function entryRow(entry: TimelineEntry, look: Look): string[] {
  const { sentence, believedUntil } = entry;
  const words = codesInWords(datesInWords(sentence, look.now));
  const cells = [trueWords(entry, look), words, knownWords(entry, look)];
  if (believedUntil === null) return cells;
  const { dim } = look.colours;
  const [when = "", , known = ""] = cells;
  const belief = `believed until ${runInWords(believedUntil)}: ${words}`;
  return [dim(`(${when})`), dim(belief), dim(known)];
}

/** `3 Feb – 30 Nov`, `3 Feb –`, or a day alone where it happened at one moment. */
function trueWords({ from, to }: TimelineEntry, look: Look): string {
  const begins = day(from, look.now);
  if (to === from) return begins;
  if (to === null) return `${begins} –`;
  const ends = day(to, look.now);
  return ends === begins ? begins : `${begins} – ${ends}`;
}

/** `1 Oct, run 2 (registry)`, and the run that told of the end where it was another. */
function knownWords({ knownIn, endKnownIn }: TimelineEntry, look: Look): string {
  if (knownIn === null) return "as counted now";
  const stamp = (run: typeof knownIn) =>
    `${day(run.closedAt ?? run.at, look.now)}, ${runInWords(run)}`;
  const first = stamp(knownIn);
  return endKnownIn === null ? first : `${first}; its end ${stamp(endKnownIn)}`;
}
