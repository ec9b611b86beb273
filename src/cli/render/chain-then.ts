import type { ChainThen, PlaceView } from "../../runs/history-report.js";
import { longMoment } from "./dates.js";
import { knownInWords } from "./known.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { listed, wrapped } from "./text.js";
import { standingWord } from "./words.js";

/** `countersign chain --at`: where people stood at a time. */
export function chainThenAnswer(answer: ChainThen, look: Look): string {
  const { subject, at, known, standing, people } = answer;
  const isRight = subject.kind === "authorization";
  const when = `  on ${longMoment(at)}`;
  const state = isRight && standing !== null ? `, ${standingWord(standing, look)}` : "";
  const blocks = [look.colours.bold(subject.title), `${when}${state}`];
  if (people.length === 0)
    blocks.push(isRight ? "  nobody answered for it" : "  nobody of that name was known");
  for (const place of people) blocks.push(placeBlock(place, isRight, look));
  if (known !== null) {
    const line = wrapped(knownInWords(known), look.width);
    blocks.push(known.isFinal ? look.colours.dim(line) : look.colours.yellow(line));
  }
  return blocks.join("\n");
}

function placeBlock(place: PlaceView, isRight: boolean, look: Look): string {
  const { reportsTo, teams, positions, leads, holdings, employments } = place;
  const rows = [
    [
      "employed",
      ...joined(
        employments.map(
          ({ key, from, to }) => `${key} from ${from}${to === null ? "" : ` to ${to}`}`,
        ),
      ),
    ],
    [
      "reported to",
      ...joined(
        reportsTo.map((one) => one.name),
        " → ",
      ),
    ],
    ["in", ...joined(teams.map(({ key, name }) => `${name} (${key})`))],
    ["position", ...joined(positions)],
    [
      "led",
      ...joined(leads.map((team) => `${team.name}${team.as === "deputy" ? " as deputy" : ""}`)),
    ],
    [
      "answered for",
      ...joined(
        holdings.map(
          (one) =>
            `${one.key}${one.standing === null ? "" : `, ${standingWord(one.standing, look)}`}`,
        ),
      ),
    ],
  ].filter((row) => row.length > 1);
  const name = isRight ? `  ${place.person.name} answered for it\n` : "";
  if (rows.length === 0) return `${name}    nothing was known of their place`;
  return `${name}${table(rows, look, { indent: isRight ? 4 : 2 })}`;
}

/** One cell of several words; no cell where there are none. */
function joined(parts: readonly string[], between?: string): string[] {
  if (parts.length === 0) return [];
  return [between === undefined ? listed(parts) : parts.join(between)];
}
