import { typeOfKind } from '../../../workers/resources/schema/structure';
import type { RandomStream } from '../../../workers/sim/component';
import { mutate } from '../../support/mutants/mutate';
import { keepableKinds, kindsIn, pick } from '../kinds';
import type { Kind } from '../kinds';
import type { Step } from '../scenario';
import { named } from './named';
import type { Theme } from './theme';

type Json = Record<string, unknown>;

const TABLE = { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' };

/** Rows of objects that have been changed much, and of such whose status has; nothing of the changes is stored. Quotas change by themselves. */
export const tables: Theme = {
  name: 'tables',
  says: 'rows of objects changed by chance, and of their status',
  kinds: (namespace, only) => kindsIn(namespace, only).filter(({ name }) => name !== 'ResourceQuota'),
  scenario(kind, wanted, random) {
    const { object, path } = named(kind, wanted);
    const include = pick(['', '', '&includeObject=None'], random);
    const query = `?dryRun=All${include}`;
    const create = (): Step => ({ method: 'POST', path: `${kind.collection}${query}`, body: much(kind, object, random), headers: TABLE });
    const steps: Step[] = [create(), create(), create()];
    if (!kind.hasStatus || !keepableKinds('', kind.name).some(({ apiVersion }) => apiVersion === kind.apiVersion))
      return { kind: kind.name, steps };
    const tell = (): Step => ({
      method: 'PATCH',
      path: `${path}/status${query}`,
      body: { status: much(kind, { status: {} }, random)['status'] },
      contentType: 'application/merge-patch+json',
      headers: TABLE,
    });
    steps.push({ method: 'POST', path: kind.collection, body: object }, tell(), tell(), tell(), tell());
    return { kind: kind.name, steps, leaves: [path] };
  },
};

function much(kind: Kind, object: Json, random: RandomStream): Json {
  const copy = structuredClone(object);
  mutate(copy, typeOfKind(kind.apiVersion, kind.name), random, { turns: 2 + random.int(8), hostile: 0.02 });
  return copy;
}
