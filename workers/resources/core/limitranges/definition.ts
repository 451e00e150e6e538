import { define } from '../../define';
import { setDefault } from '../../strategy';
import { NAME_AND_CREATED } from '../../table';
import { validateLimitRange } from './validation';

/** Source: pkg/registry/core/limitrange/strategy.go and pkg/apis/core/v1/defaults.go, 1.36. */
export const limitRanges = define({
  group: '',
  resource: 'limitranges',
  kind: 'LimitRange',
  shortNames: ['limits'],
  strategy: {
    allowCreateOnUpdate: true,
    namesUnnamed: true,
    setDefaults: (draft) => {
      draft.spec ??= { limits: null };
      for (const item of draft.spec.limits ?? []) {
        if (item.type === 'Container') {
          fillContainerDefaults(item);
        }
      }
    },
    validate: validateLimitRange,
    validateUpdate: validateLimitRange,
    allowUnconditionalUpdate: true,
  },
  table: NAME_AND_CREATED,
});

/** Limits default to max, requests to the default limit, then to min. */
function fillContainerDefaults(item: Record<string, Record<string, unknown> | undefined>): void {
  for (const [target, sources] of [
    ['default', ['max']],
    ['defaultRequest', ['default', 'min']],
  ] as const) {
    for (const source of sources) {
      for (const [name, amount] of Object.entries(item[source] ?? {})) {
        setDefault((item[target] ??= {}), name, amount);
      }
    }
  }
}
