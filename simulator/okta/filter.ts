import { OktaRefusal } from "./errors.js";

/** What a record holds under a property such as `status` or `profile.name`; undefined: not filterable. */
export type PropertyOf<Thing> = (thing: Thing, property: string) => string | undefined;

type Test<Thing> = (thing: Thing) => boolean;
interface Reader<Thing> {
  readonly tokens: string[];
  readonly propertyOf: PropertyOf<Thing>;
}

const TOKEN = /\s*(\(|\)|"(?:[^"\\]|\\.)*"|[^\s()"]+)/gy;

/**
 * The part of SCIM filters that Okta supports for users, groups and events: `eq gt ge lt le sw co pr`,
 * `and`, `or`, parentheses. https://developer.okta.com/docs/api/#filter
 *
 * @throws OktaRefusal E0000031 for anything else
 */
export function parseFilter<Thing>(text: string, propertyOf: PropertyOf<Thing>): Test<Thing> {
  const tokens = [...text.matchAll(TOKEN)].map((match) => match[1] ?? "");
  const reader = { tokens, propertyOf };
  const test = either(reader);
  if (tokens.length > 0 || text.trim() === "") throw new OktaRefusal("E0000031", text);
  return test;
}

function either<Thing>(reader: Reader<Thing>): Test<Thing> {
  const tests = [both(reader)];
  while (reader.tokens[0]?.toLowerCase() === "or") {
    reader.tokens.shift();
    tests.push(both(reader));
  }
  return (thing) => tests.some((test) => test(thing));
}

function both<Thing>(reader: Reader<Thing>): Test<Thing> {
  const tests = [one(reader)];
  while (reader.tokens[0]?.toLowerCase() === "and") {
    reader.tokens.shift();
    tests.push(one(reader));
  }
  return (thing) => tests.every((test) => test(thing));
}

function one<Thing>(reader: Reader<Thing>): Test<Thing> {
  if (reader.tokens[0] !== "(") return comparison(reader);
  reader.tokens.shift();
  const test = either(reader);
  if (reader.tokens.shift() !== ")") throw new OktaRefusal("E0000031", "missing )");
  return test;
}

function comparison<Thing>({ tokens, propertyOf }: Reader<Thing>): Test<Thing> {
  const [property, operator] = [tokens.shift() ?? "", (tokens.shift() ?? "").toLowerCase()];
  if (operator === "pr") return (thing) => propertyOf(thing, property) !== undefined;
  const compare = OPERATORS[operator];
  const literal = tokens.shift() ?? "";
  if (compare === undefined || !literal.startsWith('"'))
    throw new OktaRefusal("E0000031", property);
  const wanted = String(JSON.parse(literal));
  return (thing) => {
    const value = propertyOf(thing, property);
    return value !== undefined && compare(value, wanted);
  };
}

/** Instants are ISO 8601 in UTC, which sorts as text. */
const OPERATORS: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  eq: (value, wanted) => value === wanted,
  gt: (value, wanted) => value > wanted,
  ge: (value, wanted) => value >= wanted,
  lt: (value, wanted) => value < wanted,
  le: (value, wanted) => value <= wanted,
  sw: (value, wanted) => value.startsWith(wanted),
  co: (value, wanted) => value.includes(wanted),
};
