import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { prepare } from "./prepare.js";
import { ByHand } from "./by-hand.js";
import { LEAN } from "./hand-statements.js";
import { Ours } from "./ours.js";
import type { Prepared } from "./pages.js";
import type { Measured, PhaseName } from "./phases.js";
import { SAME_FACTS } from "./same-facts.js";
import type { Checked } from "./truth.js";

/**
 * Who does what, each in a process of its own: so the memory of one is nobody else's, and the simulated
 * company is gone when the measurement begins.
 */
export type Role = "prepare" | "ours" | "by-hand" | "same-facts";

/** What may be asked of a process, by role; they answer in order. */
export interface Questions {
  prepare(folder: string, people: number): Promise<Prepared>;
  run(folder: string, phase: PhaseName): Promise<Measured>;
  plan(folder: string, phase: PhaseName): Promise<Measured>;
  wipe(): Promise<void>;
  forgetPlans(): Promise<void>;
  check(folder: string): Promise<Checked>;
  memory(): { readonly heapMb: number; readonly peakMb: number };
}
type Name = keyof Questions;
type Answer<N extends Name> = Awaited<ReturnType<Questions[N]>>;

interface Asked {
  readonly name: Name;
  readonly args: readonly unknown[];
}

/** Becomes the process of a role: answers what the parent asks until it lets go. */
export async function play(role: string, folder: string): Promise<void> {
  const actor = await actorOf(role, folder);
  process.on("disconnect", () => void actor.close?.().finally(() => process.exit(0)));
  process.on("message", (asked: Asked) => {
    // The parent is this very program: it asks what the role can answer.
    const answer = actor[asked.name] as (...args: readonly unknown[]) => unknown;
    Promise.resolve()
      .then(() => answer.apply(actor, [...asked.args]))
      .then((value) => process.send?.({ value }))
      .catch((error: unknown) => {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        process.send?.({ error: text });
      });
  });
  process.send?.({ value: null });
}

type Actor = Partial<Questions> & { close?(): Promise<void> };

async function actorOf(role: string, folder: string): Promise<Actor> {
  if (role === "prepare") return { prepare };
  if (role === "ours") return await Ours.open(folder);
  if (role === "by-hand") return await ByHand.open(LEAN);
  if (role === "same-facts") return await ByHand.open(SAME_FACTS);
  throw new Error(`there is no role ${role}`);
}

/** A process of a role, as the parent sees it. */
export class Player {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts this program again in a role and waits until it is ready. */
  static async start(
    program: string,
    role: Role,
    frame: { readonly folder: string; readonly env: NodeJS.ProcessEnv },
  ): Promise<Player> {
    const args = ["--role", role, "--folder", frame.folder];
    const player = new Player(fork(program, args, { env: frame.env }));
    await player.#answer();
    return player;
  }

  async ask<N extends Name>(name: N, ...args: Parameters<Questions[N]>): Promise<Answer<N>> {
    const asked: Asked = { name, args };
    this.#child.send(asked);
    // What the role answers is what `Questions` says: both sides are this program.
    return (await this.#answer()) as Answer<N>;
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, "exit");
    if (this.#child.connected) this.#child.disconnect();
    await ended;
  }

  async #answer(): Promise<unknown> {
    return await new Promise((resolve, reject) => {
      const gone = (code: number | null): void => {
        this.#child.off("message", told);
        reject(new Error(`a process of the measurement ended (${String(code)})`));
      };
      const told = (said: { readonly value?: unknown; readonly error?: string }): void => {
        this.#child.off("exit", gone);
        if (said.error === undefined) resolve(said.value);
        else reject(new Error(said.error));
      };
      this.#child.once("exit", gone).once("message", told);
    });
  }
}
