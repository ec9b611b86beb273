import type { Team } from "./model.js";
import { Pool } from "./pool.js";

/** What a team is founded with; people come into it afterwards. */
export type NewTeam = Pick<Team, "name" | "parent" | "headPosition" | "place" | "trade">;

/** The same team, as the tree itself may change it. */
interface Node extends Team {
  name: string;
  parent: string | null;
  head: string | null;
  formerHead: string | null;
  deputies: readonly string[];
  readonly members: Set<string>;
  readonly children: Set<string>;
}

/** The teams of a company. Every change says which teams are not as they were (`onChange`). */
export class TeamTree {
  readonly #nodes = new Map<string, Node>();
  readonly #all = new Pool<string>();
  readonly #vacant = new Set<string>();
  readonly #names = new Set<string>();
  readonly #nameNumbers = new Map<string, number>();
  readonly #onChange: (id: string) => void;
  #founded = 0;

  constructor(onChange: (id: string) => void) {
    this.#onChange = onChange;
  }

  /** Teams that exist, by id, in order of founding. */
  get teams(): ReadonlyMap<string, Team> {
    return this.#nodes;
  }

  /** For drawing one by chance. */
  get pool(): Pick<Pool<string>, "draw" | "size"> {
    return this.#all;
  }

  /** Teams whose head left and has no successor yet. */
  get vacant(): ReadonlySet<string> {
    return this.#vacant;
  }

  /** @throws Error when there is no such team now. */
  team(id: string): Team {
    return this.#node(id);
  }

  /** From the parent up to the root. */
  *above(id: string): Generator<Team> {
    let parent = this.#node(id).parent;
    while (parent !== null) {
      const node = this.#node(parent);
      yield node;
      parent = node.parent;
    }
  }

  /** A name that no team has: the wish itself, or with a number. */
  freshName(wish: string): string {
    let name = wish;
    while (this.#names.has(name)) {
      const number = (this.#nameNumbers.get(wish) ?? 1) + 1;
      this.#nameNumbers.set(wish, number);
      name = `${wish} ${String(number)}`;
    }
    return name;
  }

  /** @returns its id, which never comes back. */
  found(team: NewTeam): string {
    this.#founded += 1;
    const id = `T${String(this.#founded).padStart(6, "0")}`;
    this.#nodes.set(id, {
      ...team,
      id,
      head: null,
      formerHead: null,
      deputies: [],
      members: new Set(),
      children: new Set(),
    });
    this.#all.add(id);
    this.#names.add(team.name);
    if (team.parent !== null) this.#node(team.parent).children.add(id);
    this.#onChange(id);
    return id;
  }

  /** Takes out a team that has neither members nor children. */
  end(id: string): void {
    const node = this.#node(id);
    if (node.members.size + node.children.size > 0) throw new Error(`${id} is not empty`);
    if (node.parent !== null) this.#node(node.parent).children.delete(id);
    this.#nodes.delete(id);
    this.#all.delete(id);
    this.#vacant.delete(id);
    this.#names.delete(node.name);
    this.#onChange(id);
  }

  rename(id: string, name: string): void {
    const node = this.#node(id);
    this.#names.delete(node.name);
    this.#names.add(name);
    node.name = name;
    this.#onChange(id);
  }

  reparent(id: string, parent: string): void {
    const node = this.#node(id);
    if (node.parent !== null) this.#node(node.parent).children.delete(id);
    this.#node(parent).children.add(id);
    node.parent = parent;
    this.#onChange(id);
  }

  join(id: string, workerId: string): void {
    this.#node(id).members.add(workerId);
    this.#onChange(id);
  }

  /** Takes somebody out of the team, with every role they had in it or above it. */
  quit(id: string, workerId: string): void {
    const node = this.#node(id);
    node.members.delete(workerId);
    if (node.head === workerId) {
      node.head = null;
      node.formerHead = workerId;
      this.#vacant.add(id);
    }
    this.#dropDeputy(node, workerId);
    if (node.parent !== null) this.#dropDeputy(this.#node(node.parent), workerId);
    this.#onChange(id);
  }

  setHead(id: string, workerId: string): void {
    const node = this.#node(id);
    node.head = workerId;
    this.#vacant.delete(id);
    this.#dropDeputy(node, workerId);
    this.#onChange(id);
  }

  setDeputies(id: string, workerIds: readonly string[]): void {
    this.#node(id).deputies = workerIds;
    this.#onChange(id);
  }

  #dropDeputy(node: Node, workerId: string): void {
    if (!node.deputies.includes(workerId)) return;
    node.deputies = node.deputies.filter((one) => one !== workerId);
    this.#onChange(node.id);
  }

  #node(id: string): Node {
    const node = this.#nodes.get(id);
    if (node === undefined) throw new Error(`the company has no team ${id}`);
    return node;
  }
}
