import { streamOf, type Random } from "../random.js";
import type { DirectoryKind } from "../population/model.js";

type Thing = "user" | "group" | "agent" | "app" | "blueprint" | "tenant";

/** Okta's ids say what they are of: `00u…` a user, `00g…` a group, `wlp…` a workload principal. */
const OKTA_PREFIX: Readonly<Record<Thing, string>> = {
  user: "00u",
  group: "00g",
  agent: "wlp",
  app: "0oa",
  blueprint: "0bp",
  tenant: "00o",
};
const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const HEX = "0123456789abcdef";

/**
 * Ids in the form of the vendor: Okta's are a prefix and 17 alphanumerics, Entra's are version 4 GUIDs.
 * Deterministic by the seed, and none twice.
 */
export class NativeIds {
  readonly #kind: DirectoryKind;
  readonly #random: Random;

  constructor(kind: DirectoryKind, seed: number) {
    this.#kind = kind;
    this.#random = streamOf(seed, `ids of ${kind}`);
  }

  mint(thing: Thing): string {
    return this.#kind === "okta"
      ? OKTA_PREFIX[thing] + this.#letters(ALPHANUMERIC, 17)
      : this.#guid();
  }

  #guid(): string {
    const hex = (count: number): string => this.#letters(HEX, count);
    const variant = this.#random.pick(["8", "9", "a", "b"]);
    return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
  }

  #letters(alphabet: string, count: number): string {
    let text = "";
    for (let left = count; left > 0; left -= 1)
      text += alphabet.charAt(this.#random.int(0, alphabet.length - 1));
    return text;
  }
}
