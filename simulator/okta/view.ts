import type { Instant } from "../../src/domain/time.js";
import type { Directory, DirectoryUser, Versioned } from "../directory/directory.js";
import type { PropertyOf } from "./filter.js";
import { type Dress, groupShape, iso, isShown, statusOf, userShape } from "./shapes.js";

type User = Versioned<DirectoryUser>;

export interface ViewOptions {
  readonly now: () => Instant;
  /** How far the search index lags behind (F15). */
  readonly searchLagMs: number;
  readonly dress: (user: DirectoryUser) => Dress;
}

/** The directory as Okta shows it: shapes, sorted keys, and a search index that lags. */
export class OktaView {
  readonly directory: Directory;
  readonly #options: ViewOptions;
  readonly #index = new Map<string, User>();
  #sortedAt = -1;
  #userIds: readonly string[] = [];
  #groupIds: readonly string[] = [];

  constructor(directory: Directory, options: ViewOptions) {
    this.directory = directory;
    this.#options = options;
    for (const [id, user] of directory.users) this.#index.set(id, user);
  }

  /** Address of this server, once it has one. */
  url = "";

  get userIds(): readonly string[] {
    this.#sort();
    return this.#userIds;
  }

  get groupIds(): readonly string[] {
    this.#sort();
    return this.#groupIds;
  }

  user(id: string): User | null {
    const user = this.directory.users.get(id);
    return user !== undefined && isShown(user) ? user : null;
  }

  /** What `search` finds: the state of each user when the index last caught up. */
  indexed(): ReadonlyMap<string, User> {
    const horizon = this.#options.now() - this.#options.searchLagMs;
    for (const change of this.directory.log) {
      if (change.what.kind === "user" && change.what.event === "purge" && change.at <= horizon) {
        this.#index.delete(change.what.id);
      }
    }
    for (const [id, user] of this.directory.users) {
      if (user.updatedAt <= horizon && isShown(user)) this.#index.set(id, user);
    }
    return this.#index;
  }

  userShape(user: User): object {
    const manager = user.managerId === null ? null : this.directory.users.get(user.managerId);
    return userShape(user, {
      url: this.url,
      managerWorkerId: manager?.workerId ?? null,
      dress: this.#options.dress(user),
    });
  }

  groupShape(id: string): object | null {
    const group = this.directory.groups.get(id);
    return group === undefined ? null : groupShape(group, this.url);
  }

  /** Properties that users can be filtered by. */
  readonly userProperty: PropertyOf<User> = (user, property) => {
    switch (property) {
      case "id":
        return user.id;
      case "status":
        return this.#options.dress(user).status ?? statusOf(user);
      case "lastUpdated":
        return iso(user.updatedAt);
      case "profile.login":
        return user.login;
      case "profile.email":
        return user.email ?? undefined;
      default:
        return undefined;
    }
  };

  /** Properties that groups can be filtered by. */
  readonly groupProperty: PropertyOf<string> = (id, property) => {
    const group = this.directory.groups.get(id);
    switch (property) {
      case "id":
        return id;
      case "type":
        return "OKTA_GROUP";
      case "lastUpdated":
      case "lastMembershipUpdated":
        return group === undefined ? undefined : iso(group.updatedAt);
      default:
        return undefined;
    }
  };

  #sort(): void {
    const length = this.directory.log.length;
    if (length === this.#sortedAt) return;
    this.#sortedAt = length;
    this.#userIds = [...this.directory.users.keys()].toSorted(byText);
    this.#groupIds = [...this.directory.groups.keys()].toSorted(byText);
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
