/** Fetches kinds and schemas from the API server and gives them to both readers: the page (apply) and the worker. */
import type { Remote } from 'comlink';
import type { EditorAnalysis } from './analysis';
import { apiPrefix, discoverKinds } from './discovery';
import type { KindMapping, Send } from './discovery';
import { SchemaBook } from './schema';

export class ServerSchemas {
  readonly book = new SchemaBook();
  private mappings: readonly KindMapping[] = [];
  private readonly asked = new Set<string>();

  constructor(
    private readonly send: Send,
    private readonly analysis: Remote<EditorAnalysis>,
  ) {}

  mapping(apiVersion: string, kind: string): KindMapping | undefined {
    return this.mappings.find((entry) => entry.apiVersion === apiVersion && entry.kind === kind);
  }

  /** Reads discovery again: a CustomResourceDefinition may have come. */
  async discover(): Promise<void> {
    const mappings = await discoverKinds(this.send);
    if (mappings.length === 0) return;
    const before = new Set(this.mappings.map((entry) => entry.apiVersion));
    for (const { apiVersion } of mappings) if (!before.has(apiVersion)) this.asked.delete(apiVersion);
    this.mappings = mappings;
    await this.analysis.setKinds(mappings.map(({ apiVersion, kind }) => ({ apiVersion, kind })));
  }

  /** Kinds of these groups came, changed or went: asks again for what was known of them. */
  async renew(groups: ReadonlySet<string>): Promise<void> {
    const known = [...this.asked].filter((version) => groups.has(version.slice(0, version.indexOf('/'))));
    for (const version of known) this.asked.delete(version);
    await this.discover();
    await this.want(known);
  }

  /** Resolves to whether anything new arrived. Versions the server does not serve are asked for once. */
  async want(groupVersions: readonly string[]): Promise<boolean> {
    const missing = groupVersions.filter(
      (version) => !this.asked.has(version) && this.mappings.some((entry) => entry.apiVersion === version),
    );
    for (const version of missing) this.asked.add(version);
    const arrived = await Promise.all(missing.map((version) => this.fetch(version)));
    return arrived.includes(true);
  }

  private async fetch(groupVersion: string): Promise<boolean> {
    const reply = await this.send({ method: 'GET', path: `/openapi/v3${apiPrefix(groupVersion)}` });
    if (reply.code !== 200) return false;
    const document: unknown = typeof reply.body === 'string' ? JSON.parse(reply.body) : reply.body;
    this.book.add(groupVersion, document);
    await this.analysis.addSchema(groupVersion, document);
    return true;
  }
}
