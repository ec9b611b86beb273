import type { EntraSourceConfig } from "../../platform/config-sources.js";
import { linkTo } from "./links.js";

/** Something that a sync reads, and what it takes to read it. */
export interface Need {
  /** Begins a sentence. */
  readonly what: string;
  /** Application permissions of which one suffices, with those that include them. */
  readonly anyOf: readonly string[];
  /** The least of them. */
  readonly grant: string;
  /** What else may be missing when the permission is there. */
  readonly also: string;
  /** A call that reads one record at most. */
  readonly trial: string;
  readonly endpoint: string;
  /** It is part of something else that was looked at before, and fails with it. */
  readonly partOf?: string;
  /** How bad it is when it cannot be read. */
  readonly otherwise: "failed" | "remark";
  /** What to do so that a sync does without it. */
  readonly without: string;
}

const DIRECTORY = ["Directory.Read.All", "Directory.ReadWrite.All"];
const APPLICATIONS = ["Application.Read.All", "Application.ReadWrite.All", ...DIRECTORY];

const USERS: Need = {
  what: "Users and their managers",
  anyOf: ["User.Read.All", "User.ReadWrite.All", ...DIRECTORY],
  grant: "User.Read.All",
  also: "",
  trial: linkTo("/users", { $select: "id", $top: "1" }),
  endpoint: "GET /users",
  otherwise: "failed",
  without: "read another source in place of this one",
};

const GROUPS: Need = {
  what: "Groups, their members and owners",
  anyOf: ["GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", ...DIRECTORY],
  grant: "GroupMember.Read.All",
  also: "",
  // A token from now on: nothing is listed.
  trial: linkTo("/groups/delta", { $select: "id", $deltatoken: "latest" }),
  endpoint: "GET /groups/delta",
  otherwise: "failed",
  without: "set groups: { read: false }",
};

const AGENTS: Need = {
  what: "Agent identities, their sponsors and owners",
  anyOf: ["AgentIdentity.Read.All", "AgentIdentity.ReadWrite.All", ...APPLICATIONS],
  grant: "AgentIdentity.Read.All",
  also: "",
  trial: linkTo("/servicePrincipals/microsoft.graph.agentIdentity", { $select: "id", $top: "1" }),
  endpoint: "GET /servicePrincipals/microsoft.graph.agentIdentity",
  otherwise: "failed",
  without: "set agents: false",
};

const PRINCIPALS: Need = {
  what: "Service principals of applications",
  anyOf: APPLICATIONS,
  grant: "Application.Read.All",
  also: "",
  trial: linkTo("/servicePrincipals", { $select: "id", $top: "1" }),
  endpoint: "GET /servicePrincipals",
  otherwise: "failed",
  without: "set servicePrincipals: false",
};

const SIGN_INS: Need = {
  what: "Last sign-ins",
  partOf: USERS.what,
  anyOf: ["AuditLog.Read.All"],
  grant: "AuditLog.Read.All",
  also: ": the tenant needs a P1 licence",
  trial: linkTo("/users", { $select: "id,signInActivity", $top: "1" }),
  endpoint: "GET /users with signInActivity",
  otherwise: "remark",
  without: "set signIns: false",
};

/** What this source reads, as it is configured (Microsoft Learn, "Microsoft Graph permissions reference"). */
export function needsOf(config: EntraSourceConfig): readonly Need[] {
  return [
    USERS,
    ...(config.groups.read ? [GROUPS] : []),
    ...(config.agents ? [AGENTS] : []),
    ...(config.servicePrincipals ? [PRINCIPALS] : []),
    ...(config.signIns ? [SIGN_INS] : []),
  ];
}
