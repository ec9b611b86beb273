import type { Team } from "./model.js";

/** What whoever heads a team is called. */
export function headTitle(team: Pick<Team, "name" | "parent" | "trade">): string {
  if (team.parent === null) return "Chief executive officer";
  return team.name === team.trade.name
    ? `Head of ${team.name.toLowerCase()}`
    : `Lead, ${team.name}`;
}
