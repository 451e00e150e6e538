import { formatLabelSelector, formatLabels } from '../../../api/labels';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { setPodTemplateDefaults } from '../../core/pods/defaults';
import { templateWarnings } from '../../core/pods/warnings';
import { define } from '../../define';
import type { Draft } from '../../definition';
import { keepOtherHalf } from '../../strategy';
import { checkCounts } from '../../validation/status-counts';
import {
  AGE_COLUMN,
  CONTAINERS_COLUMN,
  IMAGES_COLUMN,
  NAME_COLUMN,
  age,
  column,
  containerImages,
  containerNames,
  textOf,
  wide,
} from '../../table';
import { parseIntError } from '../integer-annotations';
import type { DaemonSet } from './types';
import { validateDaemonSet, validateDaemonSetUpdate } from './validation';

/** The deprecated spec.templateGeneration, which lives on as an annotation. */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** Stored, not acted upon. Source: pkg/registry/apps/daemonset/strategy.go and pkg/apis/apps/v1/defaults.go, 1.36. */
export const daemonSets = define({
  group: 'apps',
  resource: 'daemonsets',
  kind: 'DaemonSet',
  shortNames: ['ds'],
  categories: ['all'],
  hasStatus: true,
  unconvertible: ({ metadata }) => parseIntError(metadata?.annotations?.[TEMPLATE_GENERATION]),
  strategy: {
    setDefaults,
    prepareForCreate: (draft) => {
      draft.status = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };
      const given = Number(draft.metadata.annotations?.[TEMPLATE_GENERATION] ?? 0);
      draft.metadata.annotations = { ...draft.metadata.annotations, [TEMPLATE_GENERATION]: `${Math.max(given, 1)}` };
    },
    prepareForUpdate: (draft, before, context) => {
      keepOtherHalf(draft, before, context);
      const stored = Number(before.metadata?.annotations?.[TEMPLATE_GENERATION] ?? 0);
      const changed = !deepEqual(draft.spec?.template, (before as unknown as DaemonSet).spec?.template);
      draft.metadata.annotations = { ...draft.metadata.annotations, [TEMPLATE_GENERATION]: `${changed ? stored + 1 : stored}` };
    },
    hasGeneration: true,
    validate: validateDaemonSet,
    validateUpdate: validateDaemonSetUpdate,
    validateStatusUpdate: checkCounts({
      notNegative: [
        'currentNumberScheduled',
        'numberMisscheduled',
        'desiredNumberScheduled',
        'numberReady',
        'observedGeneration',
        'updatedNumberScheduled',
        'numberAvailable',
        'numberUnavailable',
        'collisionCount',
      ],
      growing: ['collisionCount'],
    }),
    warnings: (object, before) => (before && hasSameTemplate(object, before) ? [] : templateWarnings(object, before)),
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Desired', textOf('apps.v1.DaemonSetStatus.desiredNumberScheduled'), 'integer'),
      column('Current', textOf('apps.v1.DaemonSetStatus.currentNumberScheduled'), 'integer'),
      column('Ready', textOf('apps.v1.DaemonSetStatus.numberReady'), 'integer'),
      column('Up-to-date', textOf('apps.v1.DaemonSetStatus.updatedNumberScheduled'), 'integer'),
      column('Available', textOf('apps.v1.DaemonSetStatus.numberAvailable'), 'integer'),
      column('Node Selector', textOf('core.v1.PodSpec.nodeSelector')),
      AGE_COLUMN,
      CONTAINERS_COLUMN,
      IMAGES_COLUMN,
      wide('Selector', textOf('apps.v1.DaemonSetSpec.selector')),
    ],
    row: daemonSetRow,
  },
});

function hasSameTemplate(object: AnyObject, before: AnyObject): boolean {
  return deepEqual((object as unknown as DaemonSet).spec?.template, (before as unknown as DaemonSet).spec?.template);
}

function setDefaults(draft: Draft): void {
  if (draft.metadata.annotations?.[TEMPLATE_GENERATION] === undefined) {
    draft.metadata.annotations = { ...draft.metadata.annotations, [TEMPLATE_GENERATION]: '0' };
  }
  const spec = (draft.spec ??= {});
  spec.updateStrategy ??= {};
  const { updateStrategy } = spec;
  updateStrategy.type ||= 'RollingUpdate';
  if (updateStrategy.type === 'RollingUpdate') {
    updateStrategy.rollingUpdate ??= {};
    updateStrategy.rollingUpdate.maxUnavailable ??= 1;
    updateStrategy.rollingUpdate.maxSurge ??= 0;
  } else if (updateStrategy.rollingUpdate) {
    updateStrategy.rollingUpdate.maxUnavailable ??= 0;
    updateStrategy.rollingUpdate.maxSurge ??= 0;
  }
  spec.revisionHistoryLimit ??= 10;
  spec.template ??= { metadata: {}, spec: {} };
  setPodTemplateDefaults(spec.template);
}

function daemonSetRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const { metadata, spec, status } = object as unknown as DaemonSet;
  const template = spec?.template.spec;
  return [
    metadata.name,
    status?.desiredNumberScheduled ?? 0,
    status?.currentNumberScheduled ?? 0,
    status?.numberReady ?? 0,
    status?.updatedNumberScheduled ?? 0,
    status?.numberAvailable ?? 0,
    formatLabels(template?.nodeSelector as Record<string, string> | undefined),
    age(metadata.creationTimestamp, nowMs),
    containerNames(template),
    containerImages(template),
    formatLabelSelector(spec?.selector as LabelSelector | undefined),
  ];
}
