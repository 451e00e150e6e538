/**
 * Tokens of service accounts: JSON Web Tokens that the API server signs and reads
 * (source: pkg/serviceaccount/{claims,jwt}.go, 1.36).
 * Differs: signed with HMAC (HS256) and a key made from the cluster's seed; upstream signs with RSA.
 */
import type { AnyObject } from '../../api/meta';
import { EPOCH_MS, parseTime } from '../../api/time';
import type { UserInfo } from '../../api/user-info';
import { base64 } from '../../lib/base64';
import type { ObjectReader } from '../../resources/definition';
import type { RandomStream } from '../../sim/component';
import { newUid } from '../names';
import { hmacSha256 } from './hmac-sha256';

export const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const HEADER = { alg: 'HS256', kid: 'kubarium', typ: 'JWT' };
const KEY_BYTES = 32;
const URL_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Clocks may differ by so much; an object that is being deleted keeps its tokens as long. */
const LEEWAY_SECONDS = 60;

interface Ref {
  readonly name: string;
  readonly uid: string;
}

interface PrivateClaims {
  readonly namespace: string;
  readonly serviceaccount: Ref;
  readonly pod?: Ref;
  readonly secret?: Ref;
  readonly node?: { readonly name: string; readonly uid?: string };
  /** Seconds; later uses are only warned about. */
  readonly warnafter?: number;
}

interface Claims {
  readonly aud: readonly string[];
  /** Seconds since 1970, as the three others. */
  readonly exp: number;
  readonly iat: number;
  readonly nbf: number;
  readonly iss: string;
  readonly jti: string;
  readonly sub: string;
  readonly 'kubernetes.io': PrivateClaims;
}

export interface TokenSpec {
  readonly account: AnyObject;
  readonly audiences: readonly string[];
  readonly lifetimeSeconds: number;
  readonly warnAfterSeconds?: number;
  readonly pod?: AnyObject;
  readonly secret?: AnyObject;
  readonly node?: Ref | { readonly name: string };
}

export interface Authenticated {
  readonly user: UserInfo;
  readonly audiences: readonly string[];
}

export class ServiceAccountTokens {
  private readonly key: Uint8Array;
  private readonly ids: RandomStream;

  constructor(
    random: RandomStream,
    private readonly reader: ObjectReader,
  ) {
    const keys = random.fork('key');
    this.key = Uint8Array.from({ length: KEY_BYTES }, () => keys.int(256));
    this.ids = random.fork('ids');
  }

  issue(spec: TokenSpec, nowMs: number): string {
    const now = Math.floor((EPOCH_MS + nowMs) / 1000);
    const { namespace = '', name } = spec.account.metadata ?? {};
    const claims: Claims = {
      aud: spec.audiences,
      exp: now + spec.lifetimeSeconds,
      iat: now,
      iss: ISSUER,
      jti: newUid(this.ids),
      'kubernetes.io': {
        namespace,
        ...(spec.node ? { node: spec.node } : {}),
        ...(spec.pod ? { pod: refOf(spec.pod) } : {}),
        ...(spec.secret ? { secret: refOf(spec.secret) } : {}),
        serviceaccount: refOf(spec.account),
        ...(spec.warnAfterSeconds === undefined ? {} : { warnafter: now + spec.warnAfterSeconds }),
      },
      nbf: now,
      sub: `system:serviceaccount:${namespace}:${name}`,
    };
    const content = `${encode(JSON.stringify(HEADER))}.${encode(ascii(JSON.stringify(claims)))}`;
    return `${content}.${this.signature(content)}`;
  }

  /** undefined: not a token of this issuer; a text: why one of them is not accepted. */
  authenticate(token: string, audiences: readonly string[], nowMs: number): Authenticated | string | undefined {
    const [header, payload, signature] = token.split('.');
    if (signature === undefined || payload === undefined) return undefined;
    const claims = parse(payload);
    if (claims?.iss !== ISSUER) return undefined;
    if (this.signature(`${header}.${payload}`) !== signature) return 'go-jose/go-jose: error in cryptographic primitive';
    const accepted = audiences.filter((audience) => claims.aud.includes(audience));
    if (accepted.length === 0) return `token audiences ${quoted(claims.aud)} is invalid for the target audiences ${quoted(audiences)}`;
    const now = Math.floor((EPOCH_MS + nowMs) / 1000);
    if (now > claims.exp + LEEWAY_SECONDS) return 'service account token has expired';
    const gone = this.goneObject(claims['kubernetes.io'], nowMs);
    return gone ?? { user: userOf(claims), audiences: accepted };
  }

  private goneObject({ namespace, serviceaccount, pod, secret, node }: PrivateClaims, nowMs: number): string | undefined {
    const account = this.reader.get('', 'serviceaccounts', namespace, serviceaccount.name);
    if (!account) return `serviceaccounts "${serviceaccount.name}" not found`;
    if (account.metadata?.uid !== serviceaccount.uid)
      return `service account UID (${account.metadata?.uid}) does not match claim (${serviceaccount.uid})`;
    if (isGone(account, nowMs)) return `service account ${namespace}/${serviceaccount.name} has been deleted`;
    const [kind, claimed] = secret ? ['secret', secret] : pod ? ['pod', pod] : ['node', node];
    if (!claimed) return undefined;
    const bound = this.reader.get('', `${kind}s`, kind === 'node' ? '' : namespace, claimed.name);
    if (!bound) return 'service account token has been invalidated';
    if (bound.metadata?.uid !== claimed.uid) {
      return `${kind} UID (${bound.metadata?.uid}) does not match service account ${kind} ref claim (${claimed.uid})`;
    }
    return isGone(bound, nowMs) ? 'service account token has been invalidated' : undefined;
  }

  private signature(content: string): string {
    return encode(
      String.fromCharCode(
        ...hmacSha256(
          this.key,
          Uint8Array.from(content, (letter) => letter.charCodeAt(0)),
        ),
      ),
    );
  }
}

function userOf(claims: Claims): UserInfo {
  const { namespace, serviceaccount, pod, node } = claims['kubernetes.io'];
  const facts: [string, string | undefined][] = [
    ['credential-id', `JTI=${claims.jti}`],
    ['node-name', node?.name],
    ['node-uid', node?.uid],
    ['pod-name', pod?.name],
    ['pod-uid', pod?.uid],
  ];
  return {
    username: claims.sub,
    uid: serviceaccount.uid,
    groups: serviceAccountGroups(namespace),
    extra: Object.fromEntries(facts.flatMap(([name, value]) => (value ? [[`authentication.kubernetes.io/${name}`, [value]]] : []))),
  };
}

export function serviceAccountGroups(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

function refOf({ metadata }: AnyObject): Ref {
  return { name: metadata?.name ?? '', uid: metadata?.uid ?? '' };
}

function isGone({ metadata }: AnyObject, nowMs: number): boolean {
  return metadata?.deletionTimestamp !== undefined && nowMs > parseTime(metadata.deletionTimestamp) + LEEWAY_SECONDS * 1000;
}

/** As Go prints a list of texts with %q. */
function quoted(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(' ')}]`;
}

/** Base64 for URLs; what is not ASCII in a JSON text has to be escaped before. */
function encode(text: string): string {
  return base64(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function ascii(json: string): string {
  return json.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function parse(payload: string): Claims | undefined {
  try {
    return JSON.parse(decode(payload)) as Claims;
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  let bits = 0;
  let count = 0;
  let decoded = '';
  for (const letter of text) {
    const digit = URL_DIGITS.indexOf(letter);
    if (digit < 0) return '';
    bits = ((bits << 6) | digit) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    decoded += String.fromCharCode((bits >> count) & 255);
  }
  return decoded;
}
