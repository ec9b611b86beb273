import type { Problem } from "../../platform/problem.js";
import type {
  AgentDocument,
  AuthorityLimitDocument,
  AuthorizationDocument,
  DecisionClassDocument,
} from "./documents.js";
import { isGood, mention } from "./entries.js";
import type { Entry } from "./entries.js";
import { placeOf } from "./places.js";
import { didYouMean } from "./suggest.js";
import { quoted } from "./visible.js";

/** Unknown ids for which a near one is looked for; each search reads all ids. */
const MOST_SUGGESTIONS = 200;

type Referable = "Agent" | "DecisionClass";

interface Target {
  readonly kind: Referable;
  readonly id: string;
}

const FIELD_WORDS = { Agent: "agent", DecisionClass: "decision class" } as const;

/**
 * Checks what documents say about each other. A document that refers to one with problems waits
 * for it; one that refers to nothing is refused. Runs after everything else, once: agents and
 * decision classes refer to nothing, so there are no chains.
 * @returns remarks that refuse nothing
 */
export function checkReferences(
  entries: readonly Entry[],
  unreadFiles: readonly string[],
): string[] {
  const checker = new ReferenceChecker(entries, unreadFiles);
  for (const entry of entries) {
    if (entry.document?.kind === "Authorization") checker.authorization(entry, entry.document);
    else if (entry.document?.kind === "AuthorityLimit")
      checker.authorityLimit(entry, entry.document);
  }
  return [...checker.remarks];
}

class ReferenceChecker {
  readonly remarks = new Set<string>();
  readonly #byKind = { Agent: new Map<string, Entry>(), DecisionClass: new Map<string, Entry>() };
  readonly #unreadFiles: readonly string[];
  /** Names of numbers over all good classes. */
  readonly #allNumbers = new Set<string>();
  #someClassIsBad = false;
  readonly #suggestions = new Map<string, string>();

  constructor(entries: readonly Entry[], unreadFiles: readonly string[]) {
    this.#unreadFiles = unreadFiles;
    for (const entry of entries) {
      if (entry.kind !== "Agent" && entry.kind !== "DecisionClass") continue;
      if (entry.id !== null) this.#byKind[entry.kind].set(entry.id, entry);
      if (entry.document?.kind === "DecisionClass") {
        for (const name of Object.keys(entry.document.threshold.limits)) this.#allNumbers.add(name);
      } else if (entry.kind === "DecisionClass") {
        this.#someClassIsBad = true;
      }
    }
  }

  authorization(entry: Entry, document: AuthorizationDocument): void {
    const agent = this.#resolve(entry, "agent", { kind: "Agent", id: document.agent });
    const decisionClass = this.#resolve(entry, "decisionClass", {
      kind: "DecisionClass",
      id: document.decisionClass,
    });
    // A retired authorization grants nothing, so who owned it and how far it went no longer matter.
    if (document.status === "retired") return;
    if (agent?.document?.kind === "Agent") refuseBuilder(entry, document, agent.document);
    if (decisionClass?.document?.kind === "DecisionClass")
      refuseWiderLimit(entry, document, decisionClass.document);
  }

  authorityLimit(entry: Entry, document: AuthorityLimitDocument): void {
    if (document.decisionClasses === null) {
      this.#checkNumbers(entry, document, { known: this.#allNumbers, where: "any decision class" });
      return;
    }
    const classes = document.decisionClasses.map((id, index) =>
      this.#resolve(entry, `decisionClasses.${index}`, { kind: "DecisionClass", id }),
    );
    const numbers = new Set<string>();
    for (const found of classes) {
      if (found?.document?.kind !== "DecisionClass") return;
      for (const name of Object.keys(found.document.threshold.limits)) numbers.add(name);
    }
    this.#checkNumbers(entry, document, { known: numbers, where: "these decision classes" });
  }

  /**
   * A number on record under a name no class uses limits nothing, so a slip of the pen would let
   * the person sign for everything. A near name is refused; another may belong to a class to come.
   */
  #checkNumbers(
    entry: Entry,
    document: AuthorityLimitDocument,
    { known, where }: { known: ReadonlySet<string>; where: string },
  ): void {
    for (const name of Object.keys(document.limits)) {
      if (known.has(name)) continue;
      const meant =
        this.#someClassIsBad || this.#unreadFiles.length > 0 ? "" : didYouMean(name, known);
      if (meant === "") {
        this.remarks.add(
          `${mention(entry)}: ${quoted(name)} limits nothing yet: it is not a number of ${where}.`,
        );
      } else {
        const sentence = `${quoted(name)} is not a number of ${where}, so it would limit nothing.${meant}`;
        entry.problems.push({
          place: placeOf(entry.places, `limits.${name}`),
          rule: "unknown-number",
          sentence,
        });
      }
    }
  }

  /** The entry referred to; what is wrong with it or with the reference is added to `entry`. */
  #resolve(entry: Entry, path: string, target: Target): Entry | null {
    const { kind, id } = target;
    const place = placeOf(entry.places, path);
    const found = this.#byKind[kind].get(id);
    if (found === undefined) {
      entry.problems.push({ place, rule: "unknown-reference", sentence: this.#unknown(kind, id) });
      return null;
    }
    if (!isGood(found)) {
      const sentence = `${FIELD_WORDS[kind]} ${quoted(id)} waits for ${mention(found)}, which has problems. Nothing changes until that is mended.`;
      entry.problems.push({ place, rule: "waits", sentence });
    }
    return found;
  }

  #unknown(kind: Referable, id: string): string {
    const start = `${FIELD_WORDS[kind]} ${quoted(id)} is not in this folder.`;
    if (this.#unreadFiles.length > 0) {
      const others = this.#unreadFiles.length - 1;
      const more = others > 0 ? ` or ${others} more` : "";
      return `${start} It may be in ${this.#unreadFiles[0]}${more}, which could not be read.`;
    }
    return (
      start + (this.#suggestion(kind, id) || ` Write its ${kind} document, or correct the id.`)
    );
  }

  #suggestion(kind: Referable, id: string): string {
    const key = `${kind}/${id}`;
    const known = this.#suggestions.get(key);
    if (known !== undefined) return known;
    if (this.#suggestions.size >= MOST_SUGGESTIONS) return "";
    const suggestion = didYouMean(id, this.#byKind[kind].keys());
    this.#suggestions.set(key, suggestion);
    return suggestion;
  }
}

function refuseBuilder(entry: Entry, document: AuthorizationDocument, agent: AgentDocument): void {
  if (agent.builder === null || agent.status === "retired") return;
  const owners = new Map<string, string | null>([["owner", document.owner]]);
  for (const [index, coOwner] of document.coOwners.entries())
    owners.set(`coOwners.${index}`, coOwner);
  for (const [path, owner] of owners) {
    if (owner !== agent.builder) continue;
    const field = path === "owner" ? "owner" : "co-owner";
    const sentence = `${field} ${quoted(owner)} built the agent, and the builder cannot own its decisions. Name somebody else.`;
    entry.problems.push({ place: placeOf(entry.places, path), rule: "builder-owns", sentence });
  }
}

function refuseWiderLimit(
  entry: Entry,
  document: AuthorizationDocument,
  decisionClass: DecisionClassDocument,
): void {
  for (const [name, value] of Object.entries(document.limit?.limits ?? {})) {
    const problem = limitProblem(name, value, decisionClass);
    if (problem !== null)
      entry.problems.push({ place: placeOf(entry.places, `limit.limits.${name}`), ...problem });
  }
}

function limitProblem(
  name: string,
  value: number,
  decisionClass: DecisionClassDocument,
): Omit<Problem, "place"> | null {
  const allowed = decisionClass.threshold.limits;
  const most = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
  if (most === undefined) {
    const names = Object.keys(allowed);
    const advice =
      didYouMean(name, names) ||
      (names.length === 0
        ? " It has none; give them under its threshold."
        : ` It has ${names.join(", ")}.`);
    return {
      rule: "unknown-number",
      sentence: `${quoted(name)} is not a number of decision class ${quoted(decisionClass.id)}.${advice}`,
    };
  }
  if (value <= most) return null;
  const sentence = `limit ${name} ${value} is wider than the ${most} of decision class ${quoted(decisionClass.id)}. Write ${most} or less.`;
  return { rule: "limit-too-wide", sentence };
}
