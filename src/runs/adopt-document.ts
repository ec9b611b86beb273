import { stripVTControlCharacters } from "node:util";
import { stringify } from "yaml";
import type { Instant } from "../domain/time.js";
import type { UnregisteredRow } from "../graph/queries/agents.js";
import { contentHash } from "../platform/ids.js";
import type { SponsorView } from "./adopt-sponsors.js";

/** An agent as a registry document is written for it. */
export interface DocumentFacts extends Pick<
  UnregisteredRow,
  "key" | "source" | "nativeId" | "name" | "otherIds" | "blueprintRef" | "createdAt"
> {
  /** Registry id, chosen for it. */
  readonly id: string;
  readonly sponsor: SponsorView;
  readonly at: Instant;
}

/** Characters of an id, and of a title: names of directories may be longer than people read. */
const LONGEST_SLUG = 60;
const LONGEST_TITLE = 200;

/**
 * The registry id a name suggests: lower-case letters, digits and dashes. A name without any gives one
 * made from the key, always the same.
 */
export function slugOf({ name, key }: { readonly name: string; readonly key: string }): string {
  const slug = oneLine(name)
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_SLUG)
    .replaceAll(/^-+|-+$/g, "");
  return slug === "" ? `agent-${contentHash(key).slice(0, 8)}` : slug;
}

/**
 * The document of an agent, with everything a human must say left as a comment marked TODO: it passes
 * `lint` as it is, and claims the agent. The authorization below it is a proposal, commented out: nobody
 * owns or signs anything by it. Names come from a directory and may hold anything (F41): as values they
 * are quoted by the YAML writer, in comments they are one line of plain text. What is missing is empty, so
 * that `lint` says so once the comment is taken away.
 */
export function documentText(facts: DocumentFacts): string {
  return [
    ...note(
      `${oneLine(facts.name)}, an agent seen at ${oneLine(facts.source)}. Written by countersign adopt on ${dayOf(facts.at)}; ` +
        "it is yours from now on. What is marked TODO only a person can say.",
    ),
    ...note("Check it with countersign lint, apply it with countersign sync."),
    "",
    "kind: Agent",
    `id: ${scalar(facts.id)}`,
    `title: ${scalar(titleOf(facts))}`,
    ...note(
      "TODO who built it: an e-mail address or login. Whoever built it may not own what it decides.",
    ),
    "# builder:",
    "identities:",
    `  - source: ${scalar(facts.source)}`,
    `    id: ${scalar(facts.nativeId)}`,
    ...note("What a signature will cover. TODO what makes it decide as it does."),
    ...manifest(facts),
    "",
    ...proposal(facts),
    "",
  ].join("\n");
}

function titleOf({ name, nativeId }: DocumentFacts): string {
  const title = oneLine(name) || nativeId;
  if (title.length <= LONGEST_TITLE) return title;
  // Half of a pair is no text.
  return `${title.slice(0, LONGEST_TITLE).replace(/\p{Cs}$/u, "")}…`;
}

function manifest({ source, blueprintRef, otherIds, createdAt }: DocumentFacts): string[] {
  const blueprint = blueprintRef?.slice(source.length + 1);
  const known = [
    ...(blueprint === undefined ? [] : [`  blueprint: ${scalar(blueprint)}`]),
    ...(otherIds.length === 1 ? [`  appId: ${scalar(otherIds[0] ?? "")}`] : []),
    ...(otherIds.length > 1 ? [`  otherIds: [${otherIds.map(quoted).join(", ")}]`] : []),
    ...(createdAt === null ? [] : [`  createdAt: ${quoted(new Date(createdAt).toISOString())}`]),
  ];
  return [
    // A key with nothing but comments below it would be empty, which is not a manifest.
    ...(known.length === 0
      ? ["manifest: {}", ...note("With the lines below: take the {} away.")]
      : ["manifest:", ...known]),
    "  # model: TODO",
    "  # prompt: TODO",
    "  # tools: [TODO]",
  ];
}

function proposal({ id, source, sponsor }: DocumentFacts): string[] {
  const owner = sponsor.address;
  const why =
    sponsor.person === null || owner === null
      ? `TODO who answers for it: an e-mail address or login. Nobody is proposed. ${sponsor.remark ?? ""}`
      : `${sponsor.person.name} sponsors it at ${source} and is proposed; nothing is signed by that. ${sponsor.remark ?? ""}`;
  return [
    ...note(
      "What it may decide, and who answers for it. For each class of decision: take the # and one space away from " +
        "the lines below, fill in what is marked TODO, and ask countersign lint what is missing.",
    ),
    "#",
    "# ---",
    "# kind: Authorization",
    `# agent: ${scalar(id)}`,
    ...note("TODO the id of a DecisionClass document: which kind of decision it makes.", "# # "),
    "# decisionClass:",
    ...note(why, "# # "),
    `# owner:${owner === null ? "" : ` ${scalar(owner)}`}`,
  ];
}

/** A value as YAML writes it on one line, quoted where it would mean something else. */
function scalar(text: string): string {
  return stringify(text, { lineWidth: 0, blockQuote: false }).trimEnd();
}

function quoted(text: string): string {
  return stringify(text, { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE" }).trimEnd();
}

/** Everything that breaks a line, hides, or reverses the direction of what follows. */
const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\u00AD\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]+/gu;

/** Text of unknown origin as one line that reads as it is written. */
function oneLine(text: string): string {
  const plain = stripVTControlCharacters(text).normalize("NFC").replaceAll(UNPRINTABLE, " ");
  return plain.replaceAll(/\s+/gu, " ").trim();
}

const WIDTH = 108;

/** Plain text as comment lines. */
function note(text: string, prefix = "# "): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of oneLine(text).split(" ")) {
    if (line !== "" && prefix.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${prefix}${one}`);
}

function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}
