/** Takes out of answers what may differ between any two servers: identities, versions, times, addresses that were drawn. */

type Json = Readonly<Record<string, unknown>>;

const DAY_MS = 86_400_000;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const OF_ITEMS: Readonly<Record<string, string>> = { clusterIPs: 'clusterIP', cells: 'cell' };
/** Lists in a status that come in the order of a Go map. */
const ORDERLESS = new Set(['nonResourceRules', 'resourceRules']);
const AGE = /^(\d+[smhdy])+$/;
const DRAWN_IN_TEXT = /\b10\.(?:9[6-9]|10\d|11[01])\.\d{1,3}\.\d{1,3}\b/g;
const DRAWN_IP = /^10\.(9[6-9]|10\d|11[01])\.\d+\.\d+$/;

/**
 * For the answers of one server to one scenario. The first uid, revision or address seen is number 1, and so on: two servers
 * agree when they repeat and change them at the same places.
 */
export class Mask {
  private readonly numbers = new Map<string, string>();
  private readonly counts = new Map<string, number>();
  /** Names that were generated from a prefix that was asked for. */
  private drawn = /(?!)/g;

  constructor(
    private readonly nowMs: () => number,
    private readonly keepManagedFields = false,
  ) {}

  /** One that has seen the same. */
  fork(): Mask {
    const fork = new Mask(this.nowMs, this.keepManagedFields);
    fork.remember(this);
    return fork;
  }

  /** Takes over what another one has seen. */
  remember({ numbers, counts, drawn }: Mask): void {
    for (const [key, label] of numbers) this.numbers.set(key, label);
    for (const [sort, count] of counts) this.counts.set(sort, count);
    this.drawn = drawn;
  }

  /** From now on names that begin with `prefix` may end by chance. */
  generates(prefix: string): void {
    if (prefix !== '') this.drawn = new RegExp(`(${prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')})[bcdfghjklmnpqrstvwxz2456789]{5}`, 'g');
  }

  text(text: string): string {
    return text
      .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>')
      .replace(TIME, (time, fraction?: string) =>
        Math.abs(Date.parse(time) - this.nowMs()) > DAY_MS ? time : fraction === undefined ? '<time>' : '<microtime>',
      )
      .replace(UID, (uid) => this.number('uid', uid))
      .replace(/(in scheme \\*")[\w./:]+/g, '$1<source position>')
      .replace(this.drawn, '$1<gen>')
      .replace(/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-<gen>')
      .replace(DRAWN_IN_TEXT, '<ip>')
      .replace(/(duplicate nodePort: \{\w+ )\d+/, '$1<port>')
      .replace(/(resourceVersion\\*"?: ?\\*")\d+/g, '$1<rv>')
      .replace(/^( *)managedFields:\n(?:\1(?:- |  ).*\n)*/gm, this.keepManagedFields ? '$&' : '')
      .replace(/^(  continue: )[\w-]+$/gm, '$1<continue>')
      .replace(
        /(clusterIP: |clusterIPs:\n +- )([\d.]+)$/gm,
        (_, before: string, ip: string) => before + (DRAWN_IP.test(ip) ? this.number('ip', ip) : ip),
      )
      .replace(/(ResourceVersion in (?:the )?(?:precondition|record) \()\d+/g, '$1<rv>')
      .replace(/(ResourceVersion in object meta: )\d+/g, '$1<rv>');
  }

  /** `key`: the member it is; `holder`: the member that has it, "list" for a list and its metadata. */
  value(value: unknown, key = '', holder = ''): unknown {
    if (typeof value === 'string') return this.scalar(value, key, holder);
    if (typeof value === 'number')
      return /^(healthCheckN|n)odePort$/.test(key) && value >= 30_000 ? this.number('port', String(value)) : value;
    if (Array.isArray(value))
      return inOrder(
        value.map((item) => this.value(item, OF_ITEMS[key] ?? '', holder)),
        key,
        holder,
      );
    if (typeof value !== 'object' || value === null) return value;
    const object = value as Json;
    const isList = key === '' ? object['items'] !== undefined || object['rows'] !== undefined : key === 'metadata' && holder === 'list';
    const members = Object.keys(object)
      .filter((name) => this.keepManagedFields || name !== 'managedFields')
      .sort()
      .map((name) => [this.text(name), this.value(object[name], name, isList ? 'list' : key)] as const);
    return Object.fromEntries(members);
  }

  private scalar(text: string, key: string, holder: string): string {
    if (key === 'resourceVersion' && /^[1-9]\d*$/.test(text)) return holder === 'list' ? '<rv>' : this.number('rv', text);
    if (key === 'continue' && text !== '') return '<continue>';
    if (key === 'cell' && AGE.test(text)) return '<age>';
    if (key === 'ca.crt') return '<certificate>';
    if ((key === 'clusterIP' || key === 'cell') && DRAWN_IP.test(text)) return this.number('ip', text);
    return this.text(text);
  }

  private number(sort: string, value: string): string {
    const key = `${sort}:${value}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const count = (this.counts.get(sort) ?? 0) + 1;
    this.counts.set(sort, count);
    const label = `<${sort}:${count}>`;
    this.numbers.set(key, label);
    return label;
  }
}

function inOrder(list: readonly unknown[], key: string, holder: string): readonly unknown[] {
  if (holder !== 'status' || !ORDERLESS.has(key)) return list;
  return list.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
