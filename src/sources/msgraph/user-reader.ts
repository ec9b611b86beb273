import type { z } from "zod";
import { SourceRefused } from "../remote/errors.js";
import { USER_ASKS, type Asks } from "./asks.js";
import type { GraphClient } from "./client.js";
import type { Fresh } from "./evidence.js";
import { anyObject } from "./schema.js";

/** The one way Graph says that an object is not there; a 404 of anything else between us says nothing. */
const ABSENT: ReadonlySet<string> = new Set(["Request_ResourceNotFound", "ResourceNotFound"]);

/** Whether Graph itself said that the object does not exist. */
export function isAbsent(error: unknown): boolean {
  return (
    error instanceof SourceRefused && error.status === 404 && ABSENT.has(error.vendorCode ?? "")
  );
}

/** An object that has the id which was asked for. */
export function objectWithId(id: string): z.ZodType<Record<string, unknown>> {
  const wanted = id.toLowerCase();
  return anyObject.refine((found) => {
    return typeof found["id"] === "string" && found["id"].toLowerCase() === wanted;
  });
}

/** Point reads of users: among those who are there, then among the deleted items. */
export class UserReader {
  readonly #client: GraphClient;
  readonly #asks: Asks;
  /** As `USER_ASKS` numbers them; grows when the directory refuses one. */
  #level: number;
  /** Whether last sign-ins are asked for. */
  signIns: boolean;

  constructor(options: {
    readonly client: GraphClient;
    readonly asks: Asks;
    readonly level: number;
    readonly signIns: boolean;
  }) {
    this.#client = options.client;
    this.#asks = options.asks;
    this.#level = options.level;
    this.signIns = options.signIns;
  }

  /** @throws what `GraphClient.get` throws; an absent user is no failure */
  async read(id: string, signal: AbortSignal): Promise<Fresh> {
    return (await this.#live(id, signal)) ?? (await this.readDeleted(id, signal));
  }

  /** Only among the deleted items. */
  async readDeleted(id: string, signal: AbortSignal): Promise<Fresh> {
    try {
      const { body } = await this.#client.get({
        link: this.#asks.deletedUser(id, this.#level),
        endpoint: "GET /directory/deletedItems/{id}",
        shape: objectWithId(id),
        signal,
      });
      return { kind: "deleted", raw: body };
    } catch (error) {
      if (isAbsent(error)) return { kind: "none" };
      throw error;
    }
  }

  async #live(id: string, signal: AbortSignal): Promise<Fresh | null> {
    for (;;) {
      const level = this.#level;
      const { signIns } = this;
      try {
        const { body } = await this.#client.get({
          link: this.#asks.user(id, { level, signIns }),
          endpoint: "GET /users/{id}",
          shape: objectWithId(id),
          signal,
        });
        return { kind: "live", raw: body, unsaid: USER_ASKS[level]?.managers !== true };
      } catch (error) {
        if (isAbsent(error)) return null;
        if (!this.#mayAskLess(error, { level, signIns })) throw error;
      }
    }
  }

  /** After a refusal of the request as such: sign-ins are given up first, then properties. */
  #mayAskLess(
    error: unknown,
    asked: { readonly level: number; readonly signIns: boolean },
  ): boolean {
    if (!(error instanceof SourceRefused)) return false;
    if (asked.signIns && (error.status === 403 || error.status === 400)) {
      this.signIns = false;
      return true;
    }
    if (error.status !== 400 || asked.level + 1 >= USER_ASKS.length) return false;
    this.#level = Math.max(this.#level, asked.level + 1);
    return true;
  }
}
