import { PATCH_TYPES, patchOf } from '../../support/mutants/patches';
import { changed, keepableKinds, pick } from '../kinds';
import type { Step } from '../scenario';
import { named } from './named';
import type { Theme } from './theme';

/** Mostly what clients leave to the server. */
const STRICTNESS = ['', '', '', '', '&fieldValidation=Strict', '&fieldValidation=Ignore', '&dryRun=All'] as const;

/** A controller writes the status of these at once, where one runs. */
const COUNTED: ReadonlySet<string> = new Set(['ResourceQuota']);

/** Two managers who apply, patch and replace one object; who owns what is compared too. */
export const writes: Theme = {
  name: 'writes',
  says: 'two managers apply, patch (all four types) and replace one object in turns',
  kinds: (namespace, only) => keepableKinds(namespace, only).filter(({ name }) => !COUNTED.has(name)),
  scenario(kind, wanted, random) {
    const { object, path } = named(kind, wanted);
    const strictness = () => pick(STRICTNESS, random);
    const apply = (body: unknown, manager: string): Step => ({
      method: 'PATCH',
      path: `${path}?fieldManager=${manager}${random.int(3) === 0 ? '&force=true' : ''}${strictness()}`,
      contentType: 'application/apply-patch+yaml',
      body,
    });
    const steps: Step[] = [
      random.int(2) === 0 ? apply(object, 'one') : { method: 'POST', path: `${kind.collection}?fieldManager=one`, body: object },
    ];
    let last = object;
    for (let count = 2 + random.int(5); count > 0; count--) {
      const next = changed(kind, pick([last, object], random), random);
      const manager = pick(['one', 'two'], random);
      const type = pick(PATCH_TYPES, random);
      const { contentType, body } = patchOf(type, last, next, random);
      if (type === 'apply-patch+yaml') steps.push(apply(body, manager));
      else if (random.int(4) === 0) steps.push({ method: 'PUT', path: `${path}?fieldManager=${manager}${strictness()}`, body: next });
      else steps.push({ method: 'PATCH', path: `${path}?fieldManager=${manager}${strictness()}`, contentType, body });
      last = next;
    }
    return { kind: kind.name, steps, leaves: [path], managedFields: true };
  },
};
