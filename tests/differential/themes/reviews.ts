import { resourceDefinitions } from '../../../workers/resources/registry';
import { typeOfKind } from '../../../workers/resources/schema/structure';
import { mutate } from '../../support/mutants/mutate';
import { pick } from '../kinds';
import type { Theme } from './theme';

type Json = Record<string, unknown>;

const pods = { namespace: 'default', verb: 'get', resource: 'pods' };

const SPECS: Readonly<Record<string, readonly Json[]>> = {
  Binding: [{ metadata: { name: 'a' }, target: { kind: 'Node', name: 'n' } }],
  LocalSubjectAccessReview: [{ spec: { user: 'alice', resourceAttributes: pods } }],
  SelfSubjectAccessReview: [{ spec: { resourceAttributes: pods } }, { spec: { nonResourceAttributes: { path: '/api', verb: 'get' } } }],
  SelfSubjectReview: [{}],
  SelfSubjectRulesReview: [{ spec: { namespace: 'default' } }],
  SubjectAccessReview: [
    { spec: { user: 'alice', groups: ['dev'], extra: { a: ['b'] }, resourceAttributes: pods } },
    {
      spec: {
        user: 'alice',
        resourceAttributes: {
          ...pods,
          verb: 'list',
          fieldSelector: { rawSelector: 'metadata.name=a' },
          labelSelector: { requirements: [] },
        },
      },
    },
    { spec: { user: 'system:kube-scheduler', nonResourceAttributes: { path: '/healthz', verb: 'get' } } },
  ],
  TokenReview: [{ spec: { token: 'x', audiences: ['a'] } }, { spec: { token: 'admin' } }],
};

/** Questions that nobody stores: reviews of access and of tokens, and bindings. */
export const reviews: Theme = {
  name: 'reviews',
  says: 'reviews of access, rules and tokens, with changes by chance',
  kinds: (namespace, only) =>
    resourceDefinitions
      .filter(
        ({ kind, verbs }) =>
          verbs?.includes('create') && kind in SPECS && (only === undefined || kind.toLowerCase() === only.toLowerCase()),
      )
      .map(({ group, version, resource, kind, namespaced }) => {
        const apiVersion = group ? `${group}/${version}` : version;
        const collection = `/${group ? 'apis' : 'api'}/${apiVersion}${namespaced ? `/namespaces/${namespace}` : ''}/${resource}`;
        return { name: kind, apiVersion, hasStatus: false, hasScale: false, collection, seed: () => ({ apiVersion, kind }) };
      }),
  scenario(kind, _name, random) {
    const body: Json = { ...kind.seed(), ...structuredClone(pick(SPECS[kind.name] ?? [{}], random)) };
    if (random.int(6) > 0) mutate(body, typeOfKind(kind.apiVersion, kind.name), random, { turns: 3, hostile: 0.06 });
    const query = pick(['', '', '?dryRun=All', '?fieldValidation=Strict'], random);
    return { kind: kind.name, steps: [{ method: 'POST', path: `${kind.collection}${query}`, body }] };
  },
};
