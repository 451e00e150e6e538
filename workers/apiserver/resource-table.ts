/** The kinds that are served, by group, version and plural name. */
import type { ResourceDefinition } from '../resources/definition';
import type { SchemaDocs } from '../resources/schema/openapi';

export class ResourceTable {
  private readonly byResource = new Map<string, ResourceDefinition>();
  private readonly byKind = new Map<string, ResourceDefinition>();

  /** Descriptions for OpenAPI documents; a host that has them sets them before the first document is asked for. */
  docs: SchemaDocs | undefined;

  /** What `/metrics` tells; set by the server. */
  metrics: () => string = () => '';

  /** In the order of discovery; another array whenever it changes. */
  all: readonly ResourceDefinition[];

  constructor(private readonly builtIn: readonly ResourceDefinition[]) {
    this.all = builtIn;
    this.index([]);
  }

  /** What CustomResourceDefinitions bring, preferred versions first; built-in kinds win. */
  setCustom(custom: readonly ResourceDefinition[]): void {
    this.all = [...this.builtIn, ...custom];
    this.index(custom.toReversed());
  }

  private index(custom: readonly ResourceDefinition[]): void {
    this.byResource.clear();
    this.byKind.clear();
    for (const definition of [...custom, ...this.builtIn]) {
      this.byResource.set(`${definition.group}/${definition.version}/${definition.resource}`, definition);
      this.byResource.set(`${definition.group}/${definition.resource}`, definition.custom?.stored() ?? definition);
      this.byKind.set(`${definition.group}/${definition.kind}`, definition);
    }
  }

  find(group: string, version: string, resource: string): ResourceDefinition | undefined {
    return this.byResource.get(`${group}/${version}/${resource}`);
  }

  /** In whichever version is stored. */
  stored(group: string, resource: string): ResourceDefinition | undefined {
    return this.byResource.get(`${group}/${resource}`);
  }

  ofKind(group: string, kind: string): ResourceDefinition | undefined {
    return this.byKind.get(`${group}/${kind}`);
  }
}

/** "v1", "apps/v1": the apiVersion of a kind's objects. */
export function apiVersionOf(definition: { readonly group: string; readonly version: string }): string {
  return definition.group ? `${definition.group}/${definition.version}` : definition.version;
}
