import { USER_ASKS } from "./asks.js";
import type { Run } from "./run.js";

/** What the operator should know of a read, though it stops nothing. */
export function remarksOf({ state, config }: Run, retries: number): string[] {
  const { users, groups, doubtful } = state;
  const remarks = [...state.remarks];
  for (const [what, round] of [
    ["users", users],
    ["groups", groups],
  ] as const) {
    if (round.restarted) {
      remarks.push(
        `The directory had forgotten where the last read of ${what} ended: all of them were read.`,
      );
    }
  }
  if (users.failed === null && USER_ASKS[users.level]?.managers !== true) {
    remarks.push(
      "The directory refuses to tell managers with its users: reporting lines stay as they are known.",
    );
  }
  if (doubtful > 0) {
    const [which, join] =
      doubtful === 1
        ? ["One worker id of a login is none", "joins"]
        : [`${doubtful} worker ids of logins are none`, "join"];
    remarks.push(
      `${which} (an address, an invisible character, a rounded number) and ${join} nobody: see workerIds of source "${config.id}".`,
    );
  }
  if (retries > 0) {
    remarks.push(
      retries === 1 ? "One call had to be tried again." : `${retries} calls had to be tried again.`,
    );
  }
  return remarks;
}
