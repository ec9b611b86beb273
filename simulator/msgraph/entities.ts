import { createHash } from "node:crypto";
import type { Instant } from "../../src/domain/time.js";
import type {
  Directory,
  DirectoryAgent,
  DirectoryGroup,
  DirectoryUser,
} from "../directory/directory.js";

/** An object of the directory as Graph shows it, with every property that this server knows. */
export type Entity = Readonly<Record<string, unknown>>;

/** Graph writes whole seconds. */
function dateTime(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Soft-deleted: gone from every list but `deletedItems`, and can be restored from there. */
export function isDeleted(user: DirectoryUser): boolean {
  return user.status === "deleted";
}

/** Who manages a user. A link to somebody who is deleted is not shown, as with members and owners. */
export function managerIdOf(directory: Directory, user: DirectoryUser | undefined): string | null {
  const id = user?.managerId ?? null;
  const manager = id === null ? undefined : directory.users.get(id);
  return manager === undefined || isDeleted(manager) ? null : manager.id;
}

const EXTENSION_ATTRIBUTES = Array.from(
  { length: 15 },
  (_, index) => `extensionAttribute${index + 1}`,
);

/** What a tenant may know of a user and this one does not: it may be asked for, and there is none. */
const UNKNOWN = Object.fromEntries(
  [
    "aboutMe",
    "city",
    "country",
    "creationType",
    "employeeHireDate",
    "employeeLeaveDateTime",
    "externalUserState",
    "faxNumber",
    "isResourceAccount",
    "mailNickname",
    "mobilePhone",
    "officeLocation",
    "onPremisesDistinguishedName",
    "onPremisesDomainName",
    "onPremisesLastSyncDateTime",
    "onPremisesSamAccountName",
    "onPremisesSecurityIdentifier",
    "onPremisesSyncEnabled",
    "onPremisesUserPrincipalName",
    "postalCode",
    "preferredDataLocation",
    "preferredLanguage",
    "securityIdentifier",
    "showInAddressList",
    "state",
    "streetAddress",
    "usageLocation",
  ].map((name) => [name, null]),
);

/** `user`. A deleted one's UPN begins with its id, so that the name is free again. */
export function userEntity(user: DirectoryUser): Entity {
  const deleted = isDeleted(user);
  const { lastSignInAt } = user;
  return {
    ...UNKNOWN,
    id: user.id,
    displayName: `${user.givenName} ${user.familyName}`,
    givenName: user.givenName,
    surname: user.familyName,
    mail: user.email,
    userPrincipalName: deleted ? `${user.id.replaceAll("-", "")}${user.login}` : user.login,
    accountEnabled: user.status === "active",
    userType: user.nature === "guest" ? "Guest" : "Member",
    employeeId: user.workerId,
    employeeType: user.nature === "service" ? "Service" : "Employee",
    department: user.department,
    companyName: null,
    jobTitle: null,
    createdDateTime: dateTime(user.createdAt),
    deletedDateTime: deleted ? dateTime(user.statusChangedAt) : null,
    onPremisesImmutableId: null,
    identityParentId: null,
    onPremisesExtensionAttributes: Object.fromEntries(
      EXTENSION_ATTRIBUTES.map((name) => [
        name,
        name === "extensionAttribute7" ? user.workerId : null,
      ]),
    ),
    signInActivity:
      lastSignInAt === null
        ? null
        : {
            lastSignInDateTime: dateTime(lastSignInAt),
            lastNonInteractiveSignInDateTime: dateTime(lastSignInAt),
            lastSuccessfulSignInDateTime: dateTime(lastSignInAt),
          },
    businessPhones: [],
    otherMails: [],
    proxyAddresses: user.email === null ? [] : [`SMTP:${user.email}`],
  };
}

const NOBODY: DirectoryUser = {
  id: "",
  login: "",
  email: null,
  givenName: "",
  familyName: "",
  status: "active",
  statusChangedAt: 0,
  createdAt: 0,
  nature: "human",
  workerId: null,
  managerId: null,
  department: null,
  lastSignInAt: null,
};

/** What `$select` may name of a user. */
export const USER_PROPERTIES = Object.keys(userEntity(NOBODY));

/** What a list of users shows without `$select`. */
export const USER_DEFAULTS = [
  "businessPhones",
  "displayName",
  "givenName",
  "jobTitle",
  "mail",
  "surname",
  "userPrincipalName",
  "id",
] as const;

/** `group`: a security group. */
export function groupEntity(group: DirectoryGroup): Entity {
  return {
    id: group.id,
    displayName: group.name,
    description: null,
    visibility: "Private",
    groupTypes: [],
    mail: null,
    mailEnabled: false,
    securityEnabled: true,
    deletedDateTime: null,
    proxyAddresses: [],
  };
}

/** What `$select` may name of a group. */
export const GROUP_PROPERTIES = Object.keys(
  groupEntity({ id: "", name: "", ownerIds: [], memberIds: new Set() }),
);

/** `organization`: the tenant itself. */
export function organizationEntity(tenantId: string): Entity {
  return {
    id: tenantId,
    displayName: "Larkfield Insurance",
    deletedDateTime: null,
    assignedPlans: [],
    businessPhones: [],
    marketingNotificationEmails: [],
    securityComplianceNotificationMails: [],
    securityComplianceNotificationPhones: [],
    technicalNotificationMails: [],
    provisionedPlans: [],
    verifiedDomains: [{ name: "larkfield.example", isDefault: true, isInitial: true }],
    mobileDeviceManagementAuthority: "unknown",
  };
}

/**
 * Every service principal: an agent that has a blueprint is an `agentIdentity`, one without is the
 * principal of an application, and every blueprint has a principal of its own.
 */
export function principalEntities(directory: Directory): Entity[] {
  const agents = [...directory.agents.values()];
  const blueprints = new Set(agents.flatMap(({ blueprintId }) => blueprintId ?? []));
  return [...agents.map(agentEntity), ...[...blueprints].map(blueprintEntity)];
}

/** `agentIdentity` or `servicePrincipal`. */
function agentEntity(agent: DirectoryAgent): Entity {
  const shared = {
    id: agent.id,
    displayName: agent.name,
    accountEnabled: agent.status === "active",
    deletedDateTime: null,
    disabledByMicrosoftStatus: null,
    appRoleAssignmentRequired: false,
    servicePrincipalNames: [],
    tags: [],
  };
  return agent.blueprintId === null
    ? {
        "@odata.type": "#microsoft.graph.servicePrincipal",
        ...shared,
        appId: agent.appId,
        servicePrincipalType: "Application",
        appOwnerOrganizationId: directoryGuid("home tenant"),
      }
    : {
        "@odata.type": "#microsoft.graph.agentIdentity",
        ...shared,
        appId: agent.appId,
        servicePrincipalType: "ServiceIdentity",
        agentIdentityBlueprintId: agent.blueprintId,
        createdDateTime: dateTime(agent.createdAt),
      };
}

function blueprintEntity(blueprintId: string): Entity {
  return {
    "@odata.type": "#microsoft.graph.agentIdentityBlueprintPrincipal",
    id: directoryGuid(blueprintId),
    displayName: `Blueprint ${blueprintId.slice(0, 8)}`,
    accountEnabled: true,
    deletedDateTime: null,
    disabledByMicrosoftStatus: null,
    appRoleAssignmentRequired: false,
    servicePrincipalNames: [],
    tags: [],
    appId: blueprintId,
    servicePrincipalType: "Application",
    appOwnerOrganizationId: directoryGuid("home tenant"),
  };
}

/** A GUID that is the same for the same words. */
function directoryGuid(words: string): string {
  const hex = createHash("sha256").update(words).digest("hex");
  return [8, 12, 16, 20, 32].map((end, at, ends) => hex.slice(ends[at - 1] ?? 0, end)).join("-");
}

/** What a reference shows of a user. */
export function userReference(id: string): Entity {
  return { "@odata.type": "#microsoft.graph.user", id };
}

/** Users whom a reference may still show: neither soft-deleted nor purged. */
export function liveUsers(directory: Directory, ids: Iterable<string>): string[] {
  return [...ids].filter((id) => {
    const user = directory.users.get(id);
    return user !== undefined && !isDeleted(user);
  });
}
