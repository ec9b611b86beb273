import type { LocalDate } from "../src/domain/time.js";
import { CAST, emailOf, TEAMS } from "./cast.js";
import {
  after,
  isEmployed,
  isWeekend,
  nextDay,
  type Company,
  type CompanyEvent,
  type Employee,
} from "./company.js";
import { randomOf, type Random } from "./random.js";

const GIVEN =
  "Adam Alba Alice Anton Bea Bruno Carla Cyril Dana Dario Elif Emil Fatou Felix Gaia Hugo Ida Ivan Jana Jonas Kaya Lars Lena Luca Mara Marek Nina Noor Olga Omar Pau Pia Rafa Rosa Saki Sven Tara Theo Uma Viktor Wanda Yara Zoe Zeno";
const FAMILY =
  "Abel Baker Berg Blanc Bosch Conti Cruz Dahl Diaz Egger Faure Fiala Gallo Green Haas Hahn Ivers Jansen Kato Keller Kovac Lopez Maier Marin Meyer Moreau Nagy Ojala Pavel Petit Ricci Rossi Roth Sato Silva Stein Toth Urban Vega Weber Wolf Young Zeman";

/** Where most people work and to whom they report. */
const SEATS: readonly { team: string; manager: string; title: string; zone: string }[] = [
  { team: "CLAIMS", manager: "E011", title: "Claims adjuster", zone: "Europe/Madrid" },
  { team: "RISK", manager: "E021", title: "Fraud analyst", zone: "Europe/Berlin" },
  { team: "UNDERWRITING", manager: "E031", title: "Underwriter", zone: "Europe/London" },
  { team: "SERVICE", manager: "E040", title: "Service agent", zone: "Europe/Madrid" },
  { team: "PROCUREMENT", manager: "E050", title: "Buyer", zone: "Europe/Madrid" },
  { team: "FINANCE", manager: "E055", title: "Accountant", zone: "Europe/Madrid" },
  { team: "AI", manager: "E060", title: "Engineer", zone: "Europe/Berlin" },
];

/** Per working day; over a month about two people join, one leaves and one changes teams. */
const CHANCE = { hire: 0.1, depart: 0.06, move: 0.05, leave: 0.04 } as const;
const SIZE = 60;
const CAST_IDS: ReadonlySet<string> = new Set(CAST.map(({ workerId }) => workerId));

/** What the story says happens on a day; everything else is chance. */
export interface Plot {
  readonly on: LocalDate;
  readonly event: CompanyEvent;
}

/** Larkfield Insurance on its first day: the cast and people by the seed, about sixty in all. */
export function foundCompany(seed: number, today: LocalDate): Company {
  const random = randomOf(seed);
  let company: Company = { name: "Larkfield Insurance", today, employees: CAST, teams: TEAMS };
  while (company.employees.length < SIZE) {
    const startDate = `20${random.pick(["22", "23", "24"])}-0${random.pick(["1", "4", "7"])}-01`;
    company = after(company, { kind: "hire", employee: newcomer(company, random, startDate) });
  }
  return company;
}

/** Lives day by day until (and including) the last day: what the plot says, and what chance adds. */
export function liveUntil(
  company: Company,
  until: LocalDate,
  { seed, plot }: { readonly seed: number; readonly plot: readonly Plot[] },
): Company {
  const random = randomOf(seed);
  let now = company;
  while (now.today < until) {
    now = { ...now, today: nextDay(now.today) };
    const { today } = now;
    const told = plot.filter(({ on }) => on === today).map(({ event }) => event);
    const chanced = isWeekend(today) ? [] : newsOf(now, random);
    for (const event of [...told, ...chanced]) now = after(now, event);
  }
  return now;
}

/** Only people outside the cast: chance never spoils a story. */
function newsOf(company: Company, random: Random): readonly CompanyEvent[] {
  const { today } = company;
  const others = company.employees.filter(
    (one) => !CAST_IDS.has(one.workerId) && one.endDate === null && isEmployed(one, today),
  );
  const anybody = (): string => random.pick(others).workerId;
  const news: CompanyEvent[] = [];
  if (random.chance(CHANCE.hire)) {
    news.push({ kind: "hire", employee: newcomer(company, random, today) });
  }
  if (random.chance(CHANCE.depart)) {
    news.push({ kind: "depart", workerId: anybody(), lastDay: today });
  }
  if (random.chance(CHANCE.move)) {
    const { team, manager } = random.pick(SEATS);
    news.push({ kind: "move", workerId: anybody(), team, manager });
  }
  if (random.chance(CHANCE.leave)) {
    news.push({ kind: "leave", workerId: anybody(), from: today, to: nextDay(nextDay(today)) });
  }
  return news;
}

function newcomer(company: Company, random: Random, startDate: LocalDate): Employee {
  const seat = random.pick(SEATS);
  const taken = new Set(company.employees.map(({ name }) => name));
  let name = "";
  do name = `${random.pick(GIVEN.split(" "))} ${random.pick(FAMILY.split(" "))}`;
  while (taken.has(name));
  return {
    workerId: `E${String(100 + company.employees.length)}`,
    name,
    email: emailOf(name),
    title: seat.title,
    team: seat.team,
    manager: seat.manager,
    zone: seat.zone,
    workerType: random.chance(0.15) ? "contractor" : "employee",
    startDate,
    endDate: null,
    leaveFrom: null,
    leaveTo: null,
  };
}
