import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";

/** A key and a self-signed certificate, PEM, as an operator puts them into the environment. */
export interface TestPair {
  readonly privateKey: string;
  readonly certificate: string;
}

/** A new pair whose certificate is valid between the two days. */
export function newPair(validity: { readonly from: string; readonly to: string }): TestPair {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: selfSigned(privateKey, publicKey, validity),
  };
}

/** An elliptic key: Entra takes RSA only. */
export function ellipticKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** DER by hand, RFC 5280 section 4.1: Node makes keys, but no certificates. */
function selfSigned(
  key: KeyObject,
  publicKey: KeyObject,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  const algorithm = sequence(oid("2a864886f70d01010b"), der(0x05, Buffer.alloc(0)));
  const attribute = sequence(oid("550403"), der(0x0c, Buffer.from("Countersign test")));
  const name = sequence(der(0x31, attribute));
  const toBeSigned = sequence(
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(utcTime(from), utcTime(to)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", toBeSigned, key)]);
  const body = sequence(toBeSigned, algorithm, der(0x03, signature)).toString("base64");
  const lines = body.match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function utcTime(day: string): Buffer {
  return der(0x17, Buffer.from(`${day.replaceAll("-", "").slice(2)}000000Z`));
}
