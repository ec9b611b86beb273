import type { Instant } from "../../src/domain/time.js";
import { DAY_MS } from "../../src/domain/time.js";
import { contentHash } from "../../src/platform/ids.js";
import type { Directory, DirectoryChange } from "../directory/directory.js";
import { iso } from "./shapes.js";

/** Okta keeps events for 90 days. */
export const RETENTION_MS = 90 * DAY_MS;

interface Target {
  readonly id: string;
  readonly type: string;
  readonly alternateId: string;
  readonly displayName: string;
}

export interface SimulatedEvent {
  /** Place in the log, from 1. */
  readonly sequence: number;
  readonly published: string;
  readonly publishedAt: Instant;
  readonly eventType: string;
  readonly body: object;
}

/**
 * The system log, derived from what happened in the directory. Types and targets as in Okta's catalogue
 * (https://developer.okta.com/docs/reference/api/event-types/); which of the status events a change of a
 * user was is told by the user's state now, as exactly as a hint has to be.
 */
export class SystemLog {
  readonly #directory: Directory;
  readonly #events: SimulatedEvent[] = [];
  readonly #known = new Set<string>();

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** All events until now, oldest first. */
  get events(): readonly SimulatedEvent[] {
    for (const change of this.#directory.log.slice(this.#events.length)) {
      this.#events.push(this.#event(change));
    }
    return this.#events;
  }

  #event(change: DirectoryChange): SimulatedEvent {
    const eventType = this.#type(change);
    this.#known.add(`${change.what.kind} ${change.what.id}`);
    const hash = contentHash([this.#directory.tenantId, change.sequence]);
    const published = iso(change.at);
    const body = {
      uuid: hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
      published,
      eventType,
      version: "0",
      severity: "INFO",
      legacyEventType: eventType,
      displayMessage: eventType,
      actor: { id: "00usimulatedadmin", type: "User", alternateId: "admin", displayName: "Admin" },
      outcome: { result: "SUCCESS" },
      target: targetsOf(change),
    };
    return { sequence: change.sequence, published, publishedAt: change.at, eventType, body };
  }

  #type(change: DirectoryChange): string {
    const { what } = change;
    const isNew = !this.#known.has(`${what.kind} ${what.id}`);
    switch (what.kind) {
      case "user":
        if (what.event === "purge") return "user.lifecycle.delete.completed";
        return isNew ? "user.lifecycle.create" : this.#userType(what.id, change.at);
      case "group":
        if (what.event === "purge") return "group.lifecycle.delete";
        return isNew ? "group.lifecycle.create" : "group.profile.update";
      case "member":
        return `group.user_membership.${what.event}`;
      case "agent":
        if (what.event === "purge") return "workload_principal.delete";
        return isNew ? "workload_principal.create" : "workload_principal.update";
    }
  }

  #userType(id: string, at: Instant): string {
    const user = this.#directory.users.get(id);
    if (user?.statusChangedAt !== at) return "user.account.update_profile";
    switch (user.status) {
      case "staged":
        return "user.lifecycle.create";
      case "active":
        return "user.lifecycle.activate";
      case "suspended":
        return "user.lifecycle.suspend";
      case "deprovisioned":
        return "user.lifecycle.deactivate";
      case "deleted":
        return "user.lifecycle.delete.initiated";
    }
  }
}

function targetsOf({ what }: DirectoryChange): Target[] {
  switch (what.kind) {
    case "user":
      return [target(what.id, "User")];
    case "group":
      return [target(what.id, "UserGroup")];
    case "member":
      return [target(what.userId, "User"), target(what.id, "UserGroup")];
    case "agent":
      return [target(what.id, "WorkloadPrincipal")];
  }
}

function target(id: string, type: string): Target {
  return { id, type, alternateId: id, displayName: id };
}
