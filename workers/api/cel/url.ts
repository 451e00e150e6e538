/** What CEL rules ask about a URL. Absolute ones and absolute paths count (Go: url.ParseRequestURI). */
export class Url {
  constructor(
    readonly scheme: string,
    readonly host: string,
    readonly path: string,
    readonly query: Readonly<Record<string, readonly string[]>>,
  ) {}

  get hostname(): string {
    return this.host.startsWith('[') ? this.host.slice(1, this.host.indexOf(']')) : (this.host.split(':')[0] as string);
  }

  get port(): string {
    return /:(\d*)$/.exec(this.host.replace(/^\[.*\]/, ''))?.[1] ?? '';
  }
}

export function parseUrl(text: string): Url | undefined {
  const match = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/(?:[^/?#@]*@)?([^/?#]*))?(\/[^?]*)?(?:\?(.*))?$/.exec(text);
  if (!match || /[\s<>"{}|\\^`]/.test(text)) return undefined;
  const [, scheme, host, path, search] = match;
  if (scheme === undefined && path === undefined) return undefined;
  const query: Record<string, string[]> = {};
  for (const pair of (search ?? '').split('&').filter(Boolean)) {
    const [name = '', ...rest] = pair.split('=');
    (query[decode(name)] ??= []).push(decode(rest.join('=')));
  }
  return new Url((scheme ?? '').toLowerCase(), host ?? '', path ?? '', query);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
