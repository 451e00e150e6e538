/** What the devices of a claim must have in common, or must not (source: k8s.io/dynamic-resource-allocation/structured constraints, 1.36). */
import { claimKey } from './claims';
import type { PooledDevice } from './pools';
import type { Attribute, ResourceClaim } from './types';

export interface Constraint {
  /** False where the device does not go with those added before. `request`: "request" or "request/alternative". */
  add(request: string, device: PooledDevice): boolean;
  remove(request: string, device: PooledDevice): void;
}

/** A text names a constraint that is none. */
export function constraintsOf(claim: ResourceClaim): Constraint[] | string {
  const constraints: Constraint[] = [];
  for (const [at, { requests = [], matchAttribute, distinctAttribute }] of (claim.spec?.devices?.constraints ?? []).entries()) {
    const attribute = matchAttribute ?? distinctAttribute;
    if (attribute === undefined) return `claim ${claimKey(claim)}, constraint #${at}: empty constraint (unsupported constraint type?)`;
    const applies = (request: string) =>
      requests.length === 0 || requests.includes(request) || requests.includes(request.slice(0, Math.max(0, request.indexOf('/'))));
    constraints.push(constraint(attribute, matchAttribute === undefined, applies));
  }
  return constraints;
}

function constraint(attribute: string, distinct: boolean, applies: (request: string) => boolean): Constraint {
  const values: string[] = [];
  return {
    add(request, device) {
      if (!applies(request)) return true;
      const value = valueOf(device, attribute);
      if (value === undefined || (values.length > 0 && values.includes(value) === distinct)) return false;
      values.push(value);
      return true;
    },
    remove(request) {
      if (applies(request)) values.pop();
    },
  };
}

/** The attribute under its full name, or under its short one where the domain is the driver's. */
function valueOf({ device, driver }: PooledDevice, name: string): string | undefined {
  const slash = name.indexOf('/');
  const own = slash >= 0 && name.slice(0, slash) === driver ? device.attributes?.[name.slice(slash + 1)] : undefined;
  const attribute: Attribute | undefined = device.attributes?.[name] ?? own;
  return attribute && JSON.stringify(Object.entries(attribute));
}
