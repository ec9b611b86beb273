import type { WhoAsKnown } from "../../runs/history-report.js";
import { longMoment } from "./dates.js";
import { knownInWords } from "./known.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { shellWord, wrapped } from "./text.js";
import { grounds, pastSentence } from "./who.js";

/** `countersign who --known-at`: what was believed of one time at another. */
export function whoAsKnownAnswer(answer: WhoAsKnown, look: Look): string {
  const { was, at, known, key } = answer;
  const when = `On ${longMoment(at)}`;
  if (was === null) {
    const sentence = `${when} this authorization was not on record, as far as was known.`;
    return [look.colours.bold(key), wrapped(sentence, look.width), knownLine(answer, look)].join(
      "\n",
    );
  }
  const { agent, decisionClass, standing, owners, signatures } = was;
  const title = `${look.colours.bold(agent.title)} may decide ${look.colours.bold(decisionClass.title)}`;
  const past = { standingAt: standing, ownersAt: owners, signaturesAt: signatures };
  const revisions = `agent revision ${agent.revision}, criteria revision ${decisionClass.criteriaRevision}`;
  const [, ...rest] = key.split(":");
  const next = `Now: countersign who ${shellWord(agent.id)} ${shellWord(rest.join(":"))}`;
  return [
    `${title} (${key}, ${decisionClass.impact} impact)`,
    wrapped(`As it was known then: ${lowered(when)} ${pastSentence(past)}`, look.width),
    ...grounds(signatures, decisionClass.threshold, {
      look,
      said: standing?.standing === "valid",
    }),
    table([["in force", revisions]], look, { indent: 2 }),
    knownLine(answer, look),
    ...(known.run === null ? [] : [next]),
  ].join("\n");
}

function knownLine({ known }: WhoAsKnown, look: Look): string {
  const line = wrapped(knownInWords(known), look.width);
  return known.isFinal ? look.colours.dim(line) : look.colours.yellow(line);
}

function lowered(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
