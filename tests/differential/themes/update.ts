import type { RandomStream } from '../../../workers/sim/component';
import { changed, keepableKinds, pick } from '../kinds';
import type { Kind } from '../kinds';
import type { Step } from '../scenario';
import { named } from './named';
import type { Theme } from './theme';

/** A stored object, and updates of it that are not kept: what may change, and what is told of what may not. */
export const update: Theme = {
  name: 'update',
  says: 'a stored object, replaced in dry runs by changed ones, its status and scale too',
  kinds: keepableKinds,
  scenario(kind, wanted, random) {
    const { object, path } = named(kind, wanted);
    const steps: Step[] = [{ method: 'POST', path: kind.collection, body: object }];
    for (let count = 4; count > 0; count--) steps.push(replacement(kind, path, object, random));
    return { kind: kind.name, steps, leaves: [path] };
  },
};

function replacement(kind: Kind, path: string, object: Record<string, unknown>, random: RandomStream): Step {
  const body = changed(kind, object, random);
  const metadata = body['metadata'] as Record<string, unknown> | null;
  const version = pick([undefined, '{{0:metadata.resourceVersion}}', '{{0:metadata.resourceVersion}}', '1'], random);
  if (version !== undefined && typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata))
    metadata['resourceVersion'] = version;
  const parts = ['', '', '', ...(kind.hasStatus ? ['/status'] : [])];
  return { method: 'PUT', path: `${path}${pick(parts, random)}?dryRun=All`, body };
}
