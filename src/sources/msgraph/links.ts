import type { Hosts } from "./clouds.js";

const VERSION = "/v1.0";

/**
 * A link below `/v1.0`, such as `/users/delta?$select=id`. Values are encoded here: the Graph client
 * sends them as they are. Commas stay, as Graph itself writes them.
 */
export function linkTo(path: string, query: Readonly<Record<string, string>> = {}): string {
  const parts = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`,
  );
  return parts.length === 0 ? path : `${path}?${parts.join("&")}`;
}

/** An id as a segment of a path. */
export function segment(id: string): string {
  return encodeURIComponent(id);
}

/** The address of a link at this cloud. */
export function addressOf(hosts: Hosts, link: string): string {
  return `${hosts.graph}${VERSION}${link}`;
}

/**
 * What follows `/v1.0` in a link that Graph gave out, letter by letter: its token is opaque. Links
 * are kept without their host, so that a login never goes to another one.
 *
 * @returns null for a link that leads elsewhere
 */
export function withoutHost(hosts: Hosts, address: string): string | null {
  const lower = address.toLowerCase();
  for (const host of [hosts.graph, hosts.resource]) {
    const base = `${host}${VERSION}`;
    if (lower.startsWith(`${base.toLowerCase()}/`)) return address.slice(base.length);
  }
  return null;
}
