import { plusDays } from "./days.js";
import type { LifeEvent } from "./events.js";
import type { Team } from "./model.js";
import { PLACES } from "./places.js";
import type { Population } from "./population.js";
import { assignManager, assignReports } from "./reporting.js";
import { seatHead } from "./seats.js";

/** A merged team is not larger, and one that is split is not smaller. */
const LARGEST_MERGED = 20;
const SMALLEST_SPLIT = 8;

/** One team is reorganised in one of five ways; null when none could be. */
export function reorganise(population: Population): LifeEvent | null {
  const { random } = population;
  return random.pick([renameTeam, moveTeam, mergeTeams, splitTeam, dissolveTeam])(population);
}

/** O1 */
function renameTeam(population: Population): LifeEvent | null {
  const { random, tree } = population;
  const id = tree.pool.draw(random, (one) => tree.team(one).parent !== null);
  if (id === undefined) return null;
  const { name: formerName, trade } = tree.team(id);
  const wish = `${random.pick(trade.specialties)} ${random.pick(PLACES).city}`;
  tree.rename(id, tree.freshName(wish));
  return population.tell({ kind: "team-renamed", team: id, formerName });
}

/** O2: never below itself. */
function moveTeam(population: Population): LifeEvent | null {
  const { random, tree } = population;
  const id = tree.pool.draw(random, (one) => tree.team(one).parent !== null);
  if (id === undefined) return null;
  const { parent: formerParent, head } = tree.team(id);
  const to = tree.pool.draw(random, (one) => {
    const below = one === id || [...tree.above(one)].some((team) => team.id === id);
    return !below && one !== formerParent && tree.team(one).children.size > 0;
  });
  if (to === undefined) return null;
  // Whoever heads it is no deputy of the team they have left.
  if (formerParent !== null && head !== null) {
    const { deputies } = tree.team(formerParent);
    if (deputies.includes(head)) {
      tree.setDeputies(
        formerParent,
        deputies.filter((one) => one !== head),
      );
    }
  }
  tree.reparent(id, to);
  if (head !== null) assignManager(population, head);
  return population.tell({ kind: "team-moved", team: id, formerParent });
}

/** O3: two neighbours become a third team; the second head is its deputy. */
function mergeTeams(population: Population): LifeEvent | null {
  const { random, tree } = population;
  const first = drawLeaf(population, (team) => siblingOf(population, team) !== null);
  const second = first === null ? null : siblingOf(population, first);
  if (first === null || second === null) return null;
  const { place, trade, parent, head } = first;
  const name = tree.freshName(`${random.pick(trade.specialties)} ${place.city}`);
  const headPosition = population.mintPosition();
  const into = tree.found({ name, parent, headPosition, place, trade });
  const deputy = second.head;
  if (head !== null) seatHead(population, head, into);
  for (const team of [first, second]) bring(population, [...team.members], into);
  if (deputy !== null) tree.setDeputies(into, [deputy]);
  for (const team of [first, second]) tree.end(team.id);
  return population.tell({ kind: "teams-merged", from: [first.id, second.id], into });
}

/** O4: the team ends and two take its place; its head heads the first, a member the second. */
function splitTeam(population: Population): LifeEvent | null {
  const { random, steady, tree } = population;
  const team = drawLeaf(population, ({ members }) => members.size >= SMALLEST_SPLIT);
  if (team === null || team.head === null) return null;
  const others = [...team.members].filter((one) => one !== team.head);
  const able = others.filter(
    (one) => steady.has(one) && population.recordOf(one).workerType === "employee",
  );
  if (able.length === 0) return null;
  const second = random.pick(able);
  const into = ["A", "B"].map((letter) => {
    const { parent, place, trade } = team;
    const name = tree.freshName(`${team.name} ${letter}`);
    return tree.found({ name, parent, headPosition: population.mintPosition(), place, trade });
  });
  const [a = "", b = ""] = into;
  seatHead(population, team.head, a);
  seatHead(population, second, b);
  others
    .filter((one) => one !== second)
    .forEach((one, index) => bring(population, [one], index % 2 === 0 ? a : b));
  tree.end(team.id);
  return population.tell({ kind: "team-split", from: team.id, into });
}

/** O5: its people go to the team above, or to a neighbour. */
function dissolveTeam(population: Population): LifeEvent | null {
  const { tree } = population;
  const team = drawLeaf(population, ({ members }) => members.size <= SMALLEST_SPLIT + 2);
  if (team === null || team.parent === null) return null;
  const neighbours = [...tree.team(team.parent).children].filter((one) => one !== team.id);
  const targets = neighbours.length > 0 ? neighbours : [team.parent];
  [...team.members].forEach((workerId, index) => {
    bring(population, [workerId], targets[index % targets.length] ?? team.id);
  });
  tree.end(team.id);
  return population.tell({ kind: "team-dissolved", team: team.id });
}

/** Fills the seat of a head: a deputy, a member, the head of a team below, or somebody from elsewhere. */
export function fillVacancy(population: Population, teamId: string): LifeEvent | null {
  const { agenda, today, tree } = population;
  const team = population.teams.get(teamId);
  if (team === undefined || team.head !== null) return null;
  const workerId = successorIn(population, team);
  if (workerId === undefined) {
    agenda.add(plusDays(today, 7), { kind: "fill", team: teamId });
    return null;
  }
  const replaces = team.formerHead;
  seatHead(population, workerId, teamId);
  assignReports(population, teamId);
  const [deputy] = team.deputies.length > 0 ? team.deputies : [...team.members].slice(0, 1);
  if (deputy !== undefined && deputy !== workerId) tree.setDeputies(teamId, [deputy]);
  return population.tell({ kind: "promotion", workerId, team: teamId, replaces });
}

function successorIn(population: Population, team: Team): string | undefined {
  const { steady, random, tree } = population;
  const able = (one: string): boolean =>
    steady.has(one) && population.recordOf(one).workerType === "employee";
  const heads = [...team.children].flatMap((child) => tree.team(child).head ?? []);
  const [near] = [...team.deputies, ...team.members, ...heads].filter(able);
  if (near !== undefined) return near;
  const heading = (one: string): boolean => tree.team(population.recordOf(one).team).head === one;
  return steady.draw(random, (one) => able(one) && !heading(one));
}

/** Moves people with their seats; their heads are in place already. */
function bring(population: Population, workerIds: readonly string[], to: string): void {
  const { tree } = population;
  for (const workerId of workerIds) {
    if (tree.team(to).head === workerId) continue;
    tree.quit(population.recordOf(workerId).team, workerId);
    tree.join(to, workerId);
    population.change(workerId, { team: to });
    assignManager(population, workerId);
  }
}

/** A team with a head and no team below it. */
function drawLeaf(population: Population, fits: (team: Team) => boolean): Team | null {
  const { random, tree } = population;
  const id = tree.pool.draw(random, (one) => {
    const team = tree.team(one);
    return team.head !== null && team.parent !== null && team.children.size === 0 && fits(team);
  });
  return id === undefined ? null : tree.team(id);
}

/** Another leaf with a head below the same parent, small enough to merge with. */
function siblingOf({ tree }: Population, team: Team): Team | null {
  if (team.parent === null) return null;
  for (const id of tree.team(team.parent).children) {
    const other = tree.team(id);
    const small = other.members.size + team.members.size <= LARGEST_MERGED;
    if (id !== team.id && small && other.head !== null && other.children.size === 0) return other;
  }
  return null;
}
