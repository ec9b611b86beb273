import type { Entity } from "./entities.js";
import { badRequest } from "./graph-fault.js";

/** The OData part of a query string. */
export interface ODataQuery {
  readonly select: readonly string[] | null;
  readonly expand: string | null;
  readonly filter: string | null;
  readonly top: number | null;
  readonly skiptoken: string | null;
  readonly deltatoken: string | null;
}

const MAX_TOP = 999;

/**
 * Reads what the operation supports and refuses the rest, as Graph does.
 *
 * @throws GraphFault 400
 */
export function readQuery(raw: unknown, supported: readonly string[]): ODataQuery {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(raw ?? {})) {
    const key = name.toLowerCase();
    if (typeof value !== "string") {
      throw badRequest(`Query option '${name}' was specified more than once.`);
    }
    if (key.startsWith("$") && !supported.includes(key)) {
      throw badRequest(`The query option '${name}' is not supported here.`);
    }
    values.set(key, value);
  }
  return {
    select: values.get("$select")?.split(",") ?? null,
    expand: values.get("$expand") ?? null,
    filter: values.get("$filter") ?? null,
    top: topOf(values.get("$top")),
    skiptoken: values.get("$skiptoken") ?? null,
    deltatoken: values.get("$deltatoken") ?? null,
  };
}

function topOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const top = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (top >= 1 && top <= MAX_TOP) return top;
  throw badRequest(
    `Invalid page size specified: '${text}'. Must be between 1 and ${MAX_TOP} inclusive.`,
  );
}

/** The entity with the selected properties; its id and type are always there. */
export function project(entity: Entity, select: readonly string[] | null): Entity {
  if (select === null) return entity;
  const kept = ["@odata.type", "id", ...select].filter((name) => name in entity);
  return Object.fromEntries(kept.map((name) => [name, entity[name]]));
}

/** @throws GraphFault 400 */
export function refuseUnknown(select: readonly string[] | null, known: Iterable<string>): void {
  const names = new Set(known);
  const unknown = (select ?? []).find((name) => !names.has(name));
  if (unknown === undefined) return;
  throw badRequest(`Could not find a property named '${unknown}'.`, "BadRequest");
}

const COMPARISON = /^([\w/]+) (eq|le|ge) ('[^']*'|true|false|[\dT:.Z-]+)$/;

/**
 * `property eq 'text'`, `property eq true`, `property le|ge time`: what a sync asks for.
 *
 * @throws GraphFault 400 for any other expression
 */
export function filterOf(expression: string | null): (entity: Entity) => boolean {
  if (expression === null) return () => true;
  const [, path, operator, literal] = COMPARISON.exec(expression) ?? [];
  if (path === undefined || literal === undefined) {
    throw badRequest(`Invalid filter clause: ${expression}`, "BadRequest");
  }
  const wanted = literal.replace(/^'(.*)'$/, "$1");
  return (entity) => {
    const value = valueAt(entity, path);
    if (typeof value !== "string" && typeof value !== "boolean") return false;
    const text = `${value}`;
    if (operator === "eq") return text === wanted;
    return operator === "le" ? text <= wanted : text >= wanted;
  };
}

function valueAt(entity: Entity, path: string): unknown {
  return path.split("/").reduce<unknown>((value, name) => {
    return typeof value === "object" && value !== null
      ? Object.entries(value).find(([key]) => key === name)?.[1]
      : undefined;
  }, entity);
}
