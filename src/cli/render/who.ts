import type { OwnershipView, SignatureView, WhoAnswer } from "../../runs/report.js";
import { exposedSentence } from "./exposure.js";
import { day, longMoment, moment } from "./dates.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { listed, shellWord, wrapped } from "./text.js";
import { reasonsInWords, STRENGTH_WORDS } from "./words.js";

/** `countersign who`: an answer in sentences, for a moment and for today. */
export function whoAnswer(answer: WhoAnswer, look: Look): string {
  const { threshold } = answer.decisionClass;
  const isAboutThePast = answer.at !== answer.now.at;
  const parts = [heading(answer, look)];
  if (isAboutThePast) {
    parts.push(
      wrapped(`On ${longMoment(answer.at)} ${pastSentence(answer)}`, look.width),
      ...grounds(answer.signaturesAt, answer.thresholdAt, {
        look,
        said: answer.standingAt?.standing === "valid",
      }),
    );
  }
  if (answer.exposure !== null) {
    parts.push(look.colours.red(wrapped(exposedSentence(answer.exposure), look.width)));
  }
  parts.push(wrapped(todaySentence(answer, look), look.width));
  // What stands above need not be said twice.
  if (!isAboutThePast || !isSame(answer.signaturesAt, answer.now.signatures)) {
    parts.push(
      ...grounds(answer.now.signatures, threshold, { look, said: answer.now.standing === "valid" }),
    );
  }
  if (answer.now.stale !== null) {
    parts.push(look.colours.yellow(wrapped(answer.now.stale, look.width)));
  }
  const next = nextStep(answer);
  if (next !== null) parts.push(next);
  return parts.join("\n");
}

function isSame(some: readonly SignatureView[], others: readonly SignatureView[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}

function heading(answer: WhoAnswer, look: Look): string {
  const { agent, decisionClass } = answer;
  const title = `${look.colours.bold(agent.title)} may decide ${look.colours.bold(decisionClass.title)}`;
  return `${title} (${answer.key}, ${decisionClass.impact} impact)`;
}

/** What a sentence about who authorized it rests on; `said`: the sentence named the one signer. */
export function grounds(
  signatures: readonly SignatureView[],
  threshold: string,
  { look, said }: { readonly look: Look; readonly said: boolean },
): string[] {
  const names = !said || signatures.length > 1;
  const rows = [
    ...signatures.map((signature) => ["signed", signed(signature, names)]),
    ...(signatures.length > 0 ? [["limit", threshold]] : []),
  ];
  return rows.length === 0 ? [] : [table(rows, look, { indent: 2 })];
}

function signed(signature: SignatureView, withName: boolean): string {
  const by = withName ? `${signature.by.name}, ` : "";
  const recorded = signature.recordedBy === null ? "" : `, recorded by ${signature.recordedBy}`;
  const evidence = signature.evidence === null ? "" : `, see ${signature.evidence}`;
  const revisions = `for agent revision ${short(signature.agentRevision)} and criteria revision ${short(signature.criteriaRevision)}`;
  const outdated = signature.current ? "" : " (an earlier revision than the one in force)";
  return `${by}${moment(signature.signedAt)}, ${STRENGTH_WORDS[signature.strength]}${recorded}, ${revisions}${outdated}${evidence}`;
}

/** Enough of a digest to tell two apart by eye. */
function short(revision: string): string {
  return revision.slice(0, 8);
}

/** What was so then, to go on after a date. */
export function pastSentence(
  answer: Pick<WhoAnswer, "standingAt" | "ownersAt" | "signaturesAt">,
): string {
  if (answer.standingAt === null) return beforeTheRecord(answer);
  const { standing, reasons } = answer.standingAt;
  const holders = answer.ownersAt.map((owner) => owner.person.name);
  const who =
    holders.length === 0 ? "nobody answered for it" : `${listed(holders)} answered for it`;
  const why = reasons.length === 0 ? "" : ` (${reasonsInWords(reasons)})`;
  switch (standing) {
    case "valid":
      if (answer.ownersAt.length === 0)
        return "it was shown as valid, and nobody who works here answered for it.";
      return `this was authorized by ${listed(signers(answer.ownersAt, answer.signaturesAt))}.`;
    case "provisional":
      return `nobody had signed it as it stood: ${who}, provisionally${why}.`;
    case "orphaned":
      return `nobody answered for it: it was orphaned${why}.`;
    case "suspended":
      return `it was suspended${why}; ${who}.`;
    case "lapsed":
      return `it had lapsed unsigned${why}; ${who}.`;
    case "revoked":
      return "it was revoked.";
  }
}

/** Before the first sync there is no standing on record, but documents may say who signed by then. */
function beforeTheRecord({
  ownersAt,
  signaturesAt,
}: Pick<WhoAnswer, "ownersAt" | "signaturesAt">): string {
  const by = ownersAt.length === 0 ? [] : signers(ownersAt, signaturesAt);
  return by.length === 0
    ? "this authorization was not recorded yet."
    : `${listed(by)} answered for it, as the registry declares; its standing was not recorded yet.`;
}

function todaySentence(answer: WhoAnswer, look: Look): string {
  const { now } = answer;
  const when = answer.at === now.at ? `Today (${moment(now.at)})` : "Today";
  const why = now.reasons.length === 0 ? "" : ` because ${reasonsInWords(now.reasons)}`;
  const due = now.deadlineAt === null ? "" : day(now.deadlineAt, look.now);
  const holders = holdersInWords(now.owners, look);
  switch (now.standing) {
    case "valid":
      return `${when} this is authorized by ${listed(signers(now.owners, now.signatures))}${leaving(now.owners)}.`;
    case "provisional":
      return `${when} it is provisional${why}: ${holders}${leaving(now.owners)}${due === "" ? "" : `, and a countersignature is due ${due}`}.`;
    case "orphaned":
      return `${when} nobody answers for it: it is orphaned${why}${due === "" ? "" : `; it lapses ${due}`}.`;
    case "suspended":
      return `${when} it is suspended${why}; ${holders}.`;
    case "lapsed":
      return `${when} it has lapsed${why}; ${holders}.`;
    case "revoked":
      return `${when} it is revoked${why}.`;
  }
}

/** `Ines Duarte answers for it since 1 Dec (inherited from Maya Okafor)` */
function holdersInWords(owners: readonly OwnershipView[], look: Look): string {
  if (owners.length === 0) return "nobody answers for it";
  const parts = owners.map((owner) => {
    const from =
      owner.inheritedFrom === null ? "" : ` (inherited from ${owner.inheritedFrom.name})`;
    const role = owner.role === "acting" ? " as acting owner" : "";
    return `${owner.person.name} answers for it${role} since ${day(owner.from, look.now)}${from}`;
  });
  return listed(parts);
}

/** The people whose signature makes it valid; where the view names none, those who answer for it. */
function signers(owners: readonly OwnershipView[], signatures: readonly SignatureView[]): string[] {
  const holding = new Set(owners.map((owner) => owner.person.id));
  const current = signatures.filter(
    (signature) => signature.current && holding.has(signature.by.id),
  );
  const people =
    current.length > 0 ? current.map(({ by }) => by) : owners.map(({ person }) => person);
  return [...new Map(people.map((person) => [person.id, person.name])).values()];
}

function leaving(owners: readonly OwnershipView[]): string {
  const parts = owners
    .filter((owner) => owner.personEndsAt !== null)
    // An exclusive instant in the person's own zone: the hour keeps the day true everywhere.
    .map((owner) => `${owner.person.name} is employed until ${moment(owner.personEndsAt ?? 0)}`);
  return parts.length === 0 ? "" : ` (${listed(parts)})`;
}

function nextStep(answer: WhoAnswer): string | null {
  const { standing, owners } = answer.now;
  if (standing === "valid" || standing === "revoked") return null;
  const right = `${shellWord(answer.agent.id)} ${shellWord(answer.decisionClass.id)}`;
  if (owners.length === 0) {
    return `Next: countersign reassign ${right} --to <person> --reason "…"`;
  }
  const sign = `countersign sign ${right} (as one who answers for it)`;
  // The answer does not say whether a person ordered it or the policy withholds it.
  return standing === "suspended"
    ? `Next: countersign resume ${right} --reason "…" if somebody stopped it, else ${sign}`
    : `Next: ${sign}`;
}
