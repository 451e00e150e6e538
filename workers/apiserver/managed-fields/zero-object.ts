/**
 * What an empty Go object of a type looks like in JSON: members that are written even when empty. A field that is missing
 * from it is new to whoever sets it first; one that is there is only given a value.
 */
import { typeNamed } from '../../resources/schema/structure';
import type { StructType } from '../../resources/schema/structure';

/** Struct fields that are no pointers though the schema calls them optional. */
const PLAIN_STRUCTS = new Set([
  'metadata',
  'spec',
  'status',
  'strategy',
  'updateStrategy',
  'template',
  'jobTemplate',
  'loadBalancer',
  'nodeInfo',
  'daemonEndpoints',
]);
/** Fields of those names that are pointers in some types after all. */
const POINTERS = new Set(['core.v1.ReplicationControllerSpec.template']);
const PLAIN_FIELDS = new Set(['core.v1.PersistentVolumeClaimSpec.resources', 'networking.v1.NetworkPolicySpec.podSelector']);

export function zeroObject(type: StructType): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, field] of type.fields) {
    const full = `${type.name}.${name}`;
    if (field.wrappers !== '') {
      if (field.required) result[name] = null;
    } else if (field.type !== undefined) {
      if ((field.required || PLAIN_STRUCTS.has(name) || PLAIN_FIELDS.has(full)) && !POINTERS.has(full))
        result[name] = zeroObject(typeNamed(field.type));
    } else if (field.required && name !== 'apiVersion' && name !== 'kind') result[name] = null;
  }
  return result;
}
