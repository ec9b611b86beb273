import type { IdentityList, IdentityView, LoginKind, LoginView } from "../../runs/identities.js";
import { datesInWords, day } from "./dates.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { counted } from "../../platform/counted.js";
import { indented, listed, shellWord, wrapped } from "./text.js";

const TITLES: Readonly<Record<LoginKind, string>> = {
  disputed: "Disputed: whose is it?",
  unlinked: "Used, and nobody's yet",
  manual: "Linked by hand",
};

/** `countersign identity list`: logins that need a human, with what to type. */
export function identityList(list: IdentityList, look: Look): string {
  const kinds: readonly LoginKind[] = ["disputed", "unlinked", "manual"];
  const blocks = kinds.flatMap((kind) => {
    const logins = list.logins.filter((login) => login.kinds.includes(kind));
    if (logins.length === 0) return [];
    const rows = logins.map((login) => [login.key, login.name, told(login, kind, look)]);
    const next = logins.flatMap((login) =>
      kind === "manual" && login.drift.length === 0 ? [] : command(login),
    );
    return [
      [
        look.colours.bold(TITLES[kind]),
        table(rows, look, { indent: 2 }),
        ...next.slice(0, MOST_COMMANDS).map((line) => `  Next: ${line}`),
      ].join("\n"),
    ];
  });
  if (blocks.length === 0) return "Everybody's logins are known: nothing needs a human.";
  const closing =
    list.disputes === 0
      ? "No dispute is open."
      : `${counted(list.disputes, "dispute")} open. To look closer: countersign identity show <login>`;
  const more = list.more ? ["There are more than these; they follow as these are settled."] : [];
  return [...blocks, [...more, closing].join("\n")].join("\n\n");
}

const MOST_COMMANDS = 3;

function command({ key }: LoginView): string {
  return `countersign identity link ${shellWord(key)} <person> --reason "…"`;
}

function told(login: LoginView, kind: LoginKind, look: Look): string {
  switch (kind) {
    case "disputed":
      return disputeWords(login);
    case "unlinked":
      return unlinkedWords(login);
    case "manual":
      return handWords(login, look);
    default:
      return kind satisfies never;
  }
}

function disputeWords(login: LoginView): string {
  const { person, candidates, drift, expired } = login;
  const others = person === null ? candidates : drift;
  const named = listed(others.map((one) => whoClaims(one.id, one.name, login)).toSorted());
  const holder = person === null ? "" : `is with ${person.name}; `;
  const ranOut = expired ? "the link by hand has run out; " : "";
  return `${ranOut}${holder}${named === "" ? "its directory names nobody we know" : `could be ${named}`}`;
}

function unlinkedWords({ claims, refused }: LoginView): string {
  if (refused.length > 0) return `is not ${listed(refused.map((one) => one.name))}`;
  if (claims.length === 0) return "names no worker id";
  return `names ${listed(claims.map((claim) => claim.key))}, whom nobody has`;
}

function handWords({ person, link, drift }: LoginView, look: Look): string {
  const until = link?.expiresAt ?? null;
  const end = until === null ? "for good" : `until ${day(until - 1, look.now)}`;
  const sources =
    drift.length === 0 ? "" : `; the sources say ${listed(drift.map((one) => one.name))}`;
  return `${person?.name ?? "nobody"}, ${end}, by ${link?.by ?? "nobody"}: "${link?.reason ?? ""}"${sources}`;
}

/** `Jon Reyes (hr/E002)`: by which identifier the directory leads to them. */
function whoClaims(id: string, name: string, { claims }: LoginView): string {
  const keys = claims.filter((claim) => claim.person?.id === id).map((claim) => claim.key);
  return `${name} (${keys.join(", ")})`;
}

/** `countersign identity show`: a person with everything that finds them, and who said what. */
export function identityView(view: IdentityView, look: Look): string {
  const { person, logins } = view;
  const sections = [
    ...(person === null ? [] : personSections(person, look)),
    ...(logins.length === 0
      ? ["  no login is known"]
      : [`  logins\n${logins.map((login) => loginLines(login, look)).join("\n")}`]),
    ...(person === null || person.said.length === 0
      ? []
      : [`  said of them\n${saidLines(person, look)}`]),
  ];
  return sections.join("\n");
}

type Person = NonNullable<IdentityView["person"]>;

function personSections(person: Person, look: Look): string[] {
  const { name, knownAs, employments, workerIds, holds } = person;
  const title = `${look.colours.bold(name)}  answers for ${counted(holds, "decision right")}`;
  const known = knownAs === null ? [] : [`  is known as ${knownAs.name}`];
  const jobs = employments.map((job) => [
    job.key,
    datesInWords(`${job.startDate} to ${job.endDate ?? "now"}`, look.now),
    job.name,
    job.email ?? "",
    job.workerType,
  ]);
  const ids = workerIds.map((one) => [
    one.key,
    one.evidence === "employment"
      ? "worker id of an employment"
      : `named by ${one.evidenceKey ?? "a login"}`,
    `since ${day(one.since, look.now)}`,
    one.movedFrom === null ? "" : `was ${one.movedFrom}'s`,
  ]);
  return [
    title,
    ...known,
    jobs.length === 0
      ? "  no employment is known"
      : `  employments\n${table(jobs, look, { indent: 4 })}`,
    ...(ids.length === 0 ? [] : [`  worker ids\n${table(ids, look, { indent: 4 })}`]),
  ];
}

function loginLines(login: LoginView, look: Look): string {
  const { key, name, status, link, person, claims, drift, refused, past, disputed } = login;
  const says = claims.map((claim) => `${claim.key} (${claim.person?.name ?? "nobody's"})`);
  const lines = [
    `${key}  ${name}, ${status}${login.nature === "human" ? "" : `, ${login.nature}`}`,
    `  ${person === null ? "belongs to nobody" : `belongs to ${person.name}: ${evidenceWords(link, look)}`}`,
    `  its directory says: ${says.length === 0 ? "no worker id" : listed(says)}`,
    ...(disputed ? [`  disputed: ${told(login, "disputed", look)}`] : []),
    ...(drift.length > 0 && !disputed
      ? [`  drift: the sources would say ${listed(drift.map((one) => one.name))}`]
      : []),
    ...(refused.length > 0 ? [`  not ${listed(refused.map((one) => one.name))}`] : []),
    ...past.map((one) => `  ${pastWords(one, look)}`),
  ];
  return indented(lines.map((line) => wrapped(line, look.width - 4, 4)).join("\n"), 4);
}

function evidenceWords(link: LoginView["link"], look: Look): string {
  if (link === null) return "";
  const since = `since ${day(link.since, look.now)}`;
  switch (link.evidence) {
    case "workerId":
      return `by worker id ${link.evidenceKey ?? ""}, ${since}`;
    case "founded":
      return `known by this login, ${since}`;
    case "manual": {
      const until = link.expiresAt === null ? "" : `, until ${day(link.expiresAt - 1, look.now)}`;
      return `by ${link.by ?? "hand"}, ${since}${until}: "${link.reason ?? ""}"`;
    }
    default:
      return link.evidence satisfies never;
  }
}

function pastWords(one: LoginView["past"][number], look: Look): string {
  const when = `until ${day(one.until, look.now)} it was ${one.person.name}'s`;
  if (one.endedBy !== null)
    return `${when}; ${one.endedBy} said that it is not: "${one.endedReason ?? ""}"`;
  return one.by === null ? when : `${when}, by ${one.by}: "${one.reason ?? ""}"`;
}

function saidLines({ said }: Person, look: Look): string {
  const rows = said.map((one) => {
    const equal = one.kind === "SAME_AS" || one.kind === "SAME_AS_RECORD";
    const what = `${recordWords(one.one)} and ${recordWords(one.other)} are ${equal ? "one person" : "two people"}`;
    const end =
      one.until === null
        ? ""
        : `; withdrawn ${day(one.until, look.now)} by ${one.endedBy ?? "somebody"}`;
    return [day(one.since, look.now), one.by, `${what}: "${one.reason}"${end}`];
  });
  return table(rows, look, { indent: 4 });
}

function recordWords({ name, key }: Person["said"][number]["one"]): string {
  return key === null ? name : `${name} (${key})`;
}
