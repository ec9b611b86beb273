import type { ConfigGist, Contradiction, SourceGist } from "./config-gist.js";
import { didYouMean } from "./nearest.js";
import { SHARED_WORKER_IDS } from "./worker-ids.js";

type Kind = "hr" | "directory" | "registry";

function kindOf({ type }: SourceGist): Kind | null {
  if (type === undefined) return null;
  if (type.startsWith("hr-")) return "hr";
  if (type === "registry") return "registry";
  return type === "okta" || type === "entra" ? "directory" : null;
}

/** A place of the config that names a source. */
interface Reference {
  readonly path: Contradiction["path"];
  readonly id: string;
  /** What may be named there. */
  readonly kinds: readonly Kind[];
  /** Why another kind may not; a whole sentence. */
  readonly because: string;
  /** Ids that are no source's and may be named all the same. */
  readonly also?: readonly string[];
  /** The source that names it, where naming itself makes no sense. */
  readonly by?: string | undefined;
}

/** Every place that names a source which is not there, or is of a kind that cannot be meant. */
export function misdirectedReferences(gist: ConfigGist): Contradiction[] {
  const { sources, identity } = gist;
  const references = [
    ...sources.flatMap(organisationOf),
    ...sources.flatMap((source, index) => workerIdsOf(source, index, sources)),
    ...listed(identity.employment, {
      field: "employment",
      kinds: ["hr", "directory"],
      because: "A registry says nothing of who works here: name HR sources or directories.",
    }),
    ...listed(identity.account, {
      field: "account",
      kinds: ["directory"],
      because: "Only a directory knows logins: name sources of type okta or entra.",
    }),
  ];
  return [
    ...references.flatMap((reference) => judged(reference, sources)),
    ...sources.flatMap(namesItself),
  ];
}

function organisationOf({ organisation }: SourceGist, index: number): Reference[] {
  if (organisation === undefined) return [];
  return [
    {
      path: ["sources", index, "organisation"],
      id: organisation,
      kinds: ["hr", "directory"],
      because: "A registry has no teams and positions of its own: name the source that has them.",
    },
  ];
}

/** Without an HR source directories may still agree on worker ids among themselves. */
function workerIdsOf(
  { id: by, workerIds }: SourceGist,
  index: number,
  sources: readonly SourceGist[],
): Reference[] {
  const also = sources.some((one) => kindOf(one) === "hr") ? [] : [SHARED_WORKER_IDS];
  return Object.entries(workerIds).flatMap(([attribute, id]): Reference[] =>
    typeof id !== "string"
      ? []
      : [
          {
            path: ["sources", index, "workerIds", attribute],
            id,
            kinds: ["hr", "directory"],
            because: "A registry gives out no worker ids: name the HR source that does.",
            also,
            by,
          },
        ],
  );
}

function listed(
  ids: readonly (string | undefined)[] | undefined,
  about: Pick<Reference, "kinds" | "because"> & { readonly field: string },
): Reference[] {
  const { field, kinds, because } = about;
  return (ids ?? []).flatMap((id, index) =>
    id === undefined ? [] : [{ path: ["identity", field, index], id, kinds, because }],
  );
}

function judged(reference: Reference, sources: readonly SourceGist[]): Contradiction[] {
  const { path, id, kinds, because, also = [] } = reference;
  if (also.includes(id)) return [];
  const named = sources.find((source) => source.id === id);
  if (named === undefined) {
    return [{ path, rule: "unknown-source", sentence: noSuchSource(reference, sources) }];
  }
  const kind = kindOf(named);
  // A kind that nobody knows is reported by the schema.
  if (kind === null || kinds.includes(kind)) return [];
  const what = kind === "hr" ? "an HR source" : kind === "registry" ? "a registry" : "a directory";
  return [{ path, rule: "wrong-source", sentence: `"${id}" is ${what}. ${because}` }];
}

function noSuchSource(
  { id, kinds, by, also = [] }: Reference,
  sources: readonly SourceGist[],
): string {
  const named = [
    ...sources.filter((source) => fits(source, kinds)),
    ...also.map((one) => ({ id: one })),
  ].flatMap((one) => (one.id === undefined || one.id === by ? [] : one.id));
  const known = [...new Set(named)];
  const list =
    known.length === 0
      ? " This config has none that could be named here: leave it out."
      : ` Write the id of a source of this config: ${known.join(", ")}.`;
  return `There is no source "${id}".${didYouMean(id, known) || list}`;
}

function fits(source: SourceGist, kinds: readonly Kind[]): boolean {
  const kind = kindOf(source);
  return kind === null || kinds.includes(kind);
}

/** `workerIds: { employeeNumber: okta }` in okta itself: every login would claim to be another one's. */
function namesItself({ id, type, workerIds }: SourceGist, index: number): Contradiction[] {
  return Object.entries(workerIds).flatMap(([attribute, named]) =>
    named !== id || id === undefined || type === "registry"
      ? []
      : [
          {
            path: ["sources", index, "workerIds", attribute],
            rule: "wrong-source",
            sentence: `\`${attribute}\` of "${id}" cannot hold ids that "${id}" itself gives out. Name the source whose worker ids it holds.`,
          },
        ],
  );
}
