import { Temporal } from "temporal-polyfill";
import type { Instant, LocalDate } from "../../domain/time.js";
import type { Problem } from "../../platform/problem.js";
import type {
  AuthorityLimitDocument,
  AuthorizationDocument,
  RegistryDocument,
} from "./documents.js";
import type { ParsedDocument } from "./parse.js";
import { placeOf } from "./places.js";
import type { Places } from "./places.js";
import { quoted, visible } from "./visible.js";

/** What no schema can say about one document on its own. `today` is the latest calendar day on earth. */
export function documentProblems(
  document: RegistryDocument,
  places: Places,
  today: LocalDate,
): Problem[] {
  switch (document.kind) {
    case "Authorization":
      return authorizationProblems(document, places, today);
    case "AuthorityLimit":
      return authorityLimitProblems(document, places);
    case "DecisionClass":
    case "Agent":
      return [];
  }
}

/** The calendar day it is where it is latest: a date after it is in the future everywhere. */
export function latestDay(at: Instant): LocalDate {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO("+14:00")
    .toPlainDate()
    .toString();
}

/**
 * Numbers that YAML reads as something else than most people who see them. In a manifest `1.10` is
 * 1.1, so a change between the two would leave the digest as it is and pass under the old signature
 * (G1); in limits `2.000` is two.
 */
export function spellingProblems(parsed: ParsedDocument): Problem[] {
  const problems: Problem[] = [];
  for (const [path, spelling] of parsed.spellings) {
    const advice = spellingAdvice(path, spelling);
    if (advice === null) continue;
    const sentence = `${visible(path)} ${visible(spelling)} ${advice}`;
    problems.push({ place: placeOf(parsed.places, path), rule: "number-spelling", sentence });
  }
  return problems;
}

function spellingAdvice(path: string, spelling: string): string | null {
  const read = spelledValue(spelling);
  if (path.startsWith("manifest.")) {
    if (read === spelling) return null;
    return `is read as the number ${read}. Put it in quotes: "${visible(spelling)}".`;
  }
  const isAmbiguous = /(?:^|\.)limits\./.test(path) && /^[1-9]\d{0,2}\.\d{3}$/.test(spelling);
  if (!isAmbiguous) return null;
  const thousands = spelling.replace(".", "");
  return `is read as ${read}. Write ${thousands}, or ${spelling}0 if the dot is a decimal point.`;
}

function spelledValue(spelling: string): string {
  if (/^(?:true|false|null|~|)$/i.test(spelling)) return spelling;
  // 1.0 and 1 differ to nobody.
  if (/^-?(?:0|[1-9]\d*)\.0$/.test(spelling)) return spelling;
  const number = /^[-+]?\.(?:inf|nan)$/i.test(spelling) ? Number.NaN : Number(spelling);
  return String(number);
}

function authorizationProblems(
  document: AuthorizationDocument,
  places: Places,
  today: LocalDate,
): Problem[] {
  const problems: Problem[] = [];
  const add = (path: string, rule: string, sentence: string) =>
    problems.push({ place: placeOf(places, path), rule, sentence });
  if (document.status === "active" && document.owner === null && document.coOwners.length === 0) {
    add(
      "",
      "owner-missing",
      "owner is missing. Name the person who answers for it: an e-mail address or login. Not who built the agent.",
    );
  }
  const owners = document.owner === null ? [] : [document.owner];
  for (const [index, coOwner] of document.coOwners.entries()) {
    if (owners.includes(coOwner))
      add(
        `coOwners.${index}`,
        "named-twice",
        `${quoted(coOwner)} is named as an owner twice. Remove one.`,
      );
    owners.push(coOwner);
  }
  for (const [index, successor] of document.successors.entries()) {
    if (document.successors.indexOf(successor) < index) {
      add(
        `successors.${index}`,
        "named-twice",
        `${quoted(successor)} is named as a successor twice. Remove one.`,
      );
    }
  }
  for (const [index, line] of document.signed.entries()) {
    if (line.on > today) {
      add(
        `signed.${index}.on`,
        "signed-in-future",
        `signed.on ${line.on} is in the future. Write the day it was signed.`,
      );
    }
  }
  if (
    document.limit !== null &&
    document.limit.text === null &&
    Object.keys(document.limit.limits).length === 0
  ) {
    add("limit", "limit-empty", "limit says nothing. Give text: or limits:, or leave it out.");
  }
  return problems;
}

function authorityLimitProblems(document: AuthorityLimitDocument, places: Places): Problem[] {
  const problems: Problem[] = [];
  if (Object.keys(document.limits).length === 0) {
    const sentence = "limits is empty. Name at least one number, such as { amountEUR: 10000 }.";
    problems.push({ place: placeOf(places, "limits"), rule: "limit-empty", sentence });
  }
  if (document.from !== null && document.to !== null && document.to < document.from) {
    const sentence = `to ${document.to} is before from ${document.from}. Write the later day at to:.`;
    problems.push({ place: placeOf(places, "to"), rule: "dates-reversed", sentence });
  }
  return problems;
}
