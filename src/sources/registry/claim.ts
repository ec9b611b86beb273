/** What a document says it is, as far as that can be made out. For an authorization the id is `agent:decisionClass`. */
export interface Claim {
  readonly kind: string | null;
  readonly id: string | null;
}

/** Of a document that was parsed. */
export function claimOf(value: Readonly<Record<string, unknown>>): Claim {
  return claim((name) => {
    const written = value[name];
    return typeof written === "string" && /^[\w./-]{1,200}$/.test(written) ? written : null;
  });
}

/** Of a document that could not be parsed, so that what refers to it can say why it waits. */
export function salvageClaim(text: string): Claim {
  return claim(
    (name) => new RegExp(`^${name}:[ \\t]+["']?([\\w./-]{1,200})`, "m").exec(text)?.[1] ?? null,
  );
}

function claim(field: (name: string) => string | null): Claim {
  const kind = field("kind");
  if (kind !== "Authorization") return { kind, id: field("id") };
  const agent = field("agent");
  const decisionClass = field("decisionClass");
  return {
    kind,
    id: agent !== null && decisionClass !== null ? `${agent}:${decisionClass}` : null,
  };
}
