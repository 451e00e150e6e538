import { changed, kindsIn } from '../kinds';
import type { Theme } from './theme';

/** Objects with changes by chance, created without storing them: decoding, defaulting, validation, warnings. */
export const create: Theme = {
  name: 'create',
  says: 'objects of every kind with changes by chance, created in a dry run',
  kinds: kindsIn,
  scenario(kind, _name, random) {
    const validation = random.int(3) === 0 ? '&fieldValidation=Strict' : '';
    return {
      kind: kind.name,
      steps: [{ method: 'POST', path: `${kind.collection}?dryRun=All${validation}`, body: changed(kind, kind.seed(), random) }],
    };
  },
};
