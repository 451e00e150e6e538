import { dnsSubdomainName } from '../api/names';
import type { ResourceDefinition } from './definition';

type Optional = 'singular' | 'listKind' | 'nameRule' | 'version' | 'namespaced';

/** A ResourceDefinition with the usual conventions: v1, namespaced, singular and list named after the kind, DNS subdomain names. */
export function define(definition: Omit<ResourceDefinition, Optional> & Partial<Pick<ResourceDefinition, Optional>>): ResourceDefinition {
  const { kind } = definition;
  return {
    version: 'v1',
    namespaced: true,
    singular: kind.toLowerCase(),
    listKind: `${kind}List`,
    nameRule: dnsSubdomainName,
    ...definition,
  };
}
