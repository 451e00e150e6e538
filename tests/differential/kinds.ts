/** The kinds that scenarios are about: every stored kind of Kubernetes in every version, with a valid object to start from. */
import type { RandomStream } from '../../workers/sim/component';
import { resourceDefinitions } from '../../workers/resources/registry';
import { typeOfKind } from '../../workers/resources/schema/structure';
import { mutate } from '../support/mutants/mutate';
import type { Doubt } from '../support/mutants/mutate';
import { seedOf } from '../support/mutants/seeds';

export interface Kind {
  readonly name: string;
  readonly apiVersion: string;
  readonly hasStatus: boolean;
  readonly hasScale: boolean;
  /** Where its objects are: "/apis/apps/v1/namespaces/differ/deployments". */
  readonly collection: string;
  /** Valid, a new one each time. */
  seed(): Record<string, unknown>;
}

const DOUBT: Doubt = { turns: 3, hostile: 0.06 };

/** Kinds of Kubernetes; without those of the simulation. */
export function kindsIn(namespace: string, only?: string): Kind[] {
  return resourceDefinitions
    .filter(
      ({ group, verbs, kind }) =>
        !verbs && group !== 'sim.kubarium.dev' && (only === undefined || kind.toLowerCase() === only.toLowerCase()),
    )
    .flatMap(({ group, version, resource, kind, namespaced, hasStatus = false, scale }) => {
      const apiVersion = group ? `${group}/${version}` : version;
      const seed = seedOf(apiVersion, kind);
      if (seed === undefined) return [];
      const collection = `/${group ? 'apis' : 'api'}/${apiVersion}${namespaced ? `/namespaces/${namespace}` : ''}/${resource}`;
      return [{ name: kind, apiVersion, hasStatus, hasScale: scale !== undefined, collection, seed: () => structuredClone(seed) }];
    });
}

/** Kinds whose objects come and go without a controller, and may be really stored beside others' objects. */
export function keepableKinds(namespace: string, only?: string): Kind[] {
  const ROOTED = ['Namespace', 'Node', 'CustomResourceDefinition', 'APIService', 'FlowSchema', 'PriorityLevelConfiguration', 'ServiceCIDR'];
  const STEERING = /WebhookConfiguration|AdmissionPolicy/;
  return kindsIn(namespace, only).filter(({ name }) => !ROOTED.includes(name) && !STEERING.test(name));
}

/** `object` with one to three changes that its schema knows, most of them. */
export function changed(kind: Kind, object: Record<string, unknown>, random: RandomStream): Record<string, unknown> {
  const copy = structuredClone(object);
  mutate(copy, typeOfKind(kind.apiVersion, kind.name), random, DOUBT);
  return copy;
}

export function pick<T>(choices: readonly T[], random: RandomStream): T {
  return choices[random.int(choices.length)] as T;
}
