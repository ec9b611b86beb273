import type { ChainAnswer } from "../../runs/report.js";
import { datesInWords, day } from "./dates.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { codesInWords, standingWord } from "./words.js";

/** `countersign chain`: the story of one authorization or one person, oldest first. */
export function chainAnswer(answer: ChainAnswer, look: Look): string {
  const { subject, reportsTo, holdings, events } = answer;
  const isPerson = subject.kind === "person";
  const blocks = [look.colours.bold(subject.title)];
  if (reportsTo.length > 0) {
    const line = reportsTo.map((person) => person.name).join(" → ");
    blocks.push(`  reports to  ${line}`);
  }
  if (holdings.length > 0) {
    const rows = holdings.map((holding) => [
      isPerson ? holding.key : holding.person.name,
      standingWord(holding.standing, look),
    ]);
    blocks.push(`  answers for ${isPerson ? "" : "it "}now\n${table(rows, look, { indent: 4 })}`);
  } else {
    blocks.push(isPerson ? "  answers for nothing now" : "  nobody answers for it now");
  }
  const severalSubjects = isPerson && events.some((event) => event.authorizationKey !== null);
  const rows = events.map((event) => [
    day(event.at, look.now),
    ...(severalSubjects ? [event.authorizationKey ?? ""] : []),
    codesInWords(datesInWords(event.sentence, look.now)),
  ]);
  blocks.push(
    rows.length === 0 ? "  nothing is recorded" : `  story\n${table(rows, look, { indent: 4 })}`,
  );
  return blocks.join("\n");
}
