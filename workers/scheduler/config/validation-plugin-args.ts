/** Arguments of single plugins (source: kube-scheduler apis/config/validation/validation_pluginargs.go, component-helpers nodeaffinity, 1.36). */
import { duplicate, forbiddenField, invalid, notSupported, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { isLabelKey } from '../../api/names';
import { nodeTermErrors } from '../framework/selector-errors';
import type { NodeSelectorTermSpec } from '../framework/node-selector';
import { durationOf } from './shape';
import type { Fields } from './shape';

type Validator = (args: Fields, field: string) => FieldError[];

/** What a configuration is checked for before anything starts. NodeResourcesFit has its check only when the plugin is made. */
export function validateArgs(plugin: string, args: Fields, field: string): FieldError[] {
  return VALIDATORS[plugin]?.(args, field) ?? [];
}

const VALIDATORS: Readonly<Record<string, Validator>> = {
  DefaultPreemption(args, field) {
    const share = args['minCandidateNodesPercentage'];
    const count = args['minCandidateNodesAbsolute'];
    const errors: FieldError[] = [];
    const shareField = `${field}.minCandidateNodesPercentage`;
    const countField = `${field}.minCandidateNodesAbsolute`;
    if (num(share) < 0 || num(share) > 100) errors.push(invalid(shareField, share, 'not in valid range [0, 100]'));
    if (num(count) < 0) errors.push(invalid(countField, count, 'not in valid range [0, inf)'));
    if (share === 0 && count === 0) {
      errors.push(invalid(shareField, share, 'cannot be zero at the same time as minCandidateNodesAbsolute'));
      errors.push(invalid(countField, count, 'cannot be zero at the same time as minCandidateNodesPercentage'));
    }
    return errors;
  },
  InterPodAffinity({ hardPodAffinityWeight: weight }, field) {
    const outside = num(weight) < 0 || num(weight) > 100;
    return outside ? [invalid(`${field}.hardPodAffinityWeight`, weight, 'not in valid range [0, 100]')] : [];
  },
  NodeAffinity(args, field) {
    const added = (args['addedAffinity'] ?? {}) as Fields;
    const required = added['requiredDuringSchedulingIgnoredDuringExecution'] as Fields | undefined;
    const preferred = list(added['preferredDuringSchedulingIgnoredDuringExecution']);
    const path = `${field}.addedAffinity`;
    return [
      ...list(required?.['nodeSelectorTerms']).flatMap((term, at) =>
        nodeTermErrors(term as NodeSelectorTermSpec, `${path}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${at}]`),
      ),
      ...preferred.flatMap((term, at) =>
        num(term['weight']) === 0
          ? []
          : nodeTermErrors(
              (term['preference'] ?? {}) as Fields as NodeSelectorTermSpec,
              `${path}.preferredDuringSchedulingIgnoredDuringExecution[${at}]`,
            ),
      ),
    ];
  },
  NodeResourcesBalancedAllocation(args, field) {
    const seen = new Set<unknown>();
    return list(args['resources']).flatMap(({ name = '', weight }, at) => {
      const again = seen.has(name);
      seen.add(name);
      const path = `${field}.resources[${at}]`;
      return [
        ...(again ? [duplicate(`${path}.name`, name)] : []),
        ...(weight === 1 ? [] : [invalid(`${path}.weight`, weight, 'must be 1')]),
      ];
    });
  },
  PodTopologySpread(args, field) {
    const constraints = list(args['defaultConstraints']);
    const type = args['defaultingType'];
    const errors: FieldError[] = [];
    if (type !== 'System' && type !== 'List') errors.push(notSupported(`${field}.defaultingType`, type, ['System', 'List']));
    else if (type === 'System' && constraints.length > 0)
      errors.push(invalid(`${field}.defaultingType`, type, 'when .defaultConstraints are not empty'));
    return [
      ...errors,
      ...constraints.flatMap((one, at) => constraint(one, constraints.slice(0, at), `${field}.defaultConstraints[${at}]`)),
    ];
  },
  VolumeBinding(args, field) {
    const errors: FieldError[] = [];
    const seconds = args['bindTimeoutSeconds'];
    if (num(seconds) < 0)
      errors.push(invalid(`${field}.bindTimeoutSeconds`, seconds, 'invalid BindTimeoutSeconds, should not be a negative value'));
    if (args['shape'] !== undefined) {
      const shape = list(args['shape']).map((point) => ({ Utilization: num(point['utilization']), Score: num(point['score']) }));
      const detail = 'unexpected field `shape`, remove it or turn on the feature gate StorageCapacityScoring';
      errors.push(invalid(`${field}.shape`, shape, detail));
    }
    return errors;
  },
  DynamicResources({ filterTimeout, bindingTimeout }, field) {
    const errors: FieldError[] = [];
    if (durationOf(filterTimeout, '') < 0) errors.push(invalid(`${field}.filterTimeout`, filterTimeout, 'must be zero or positive'));
    if (durationOf(bindingTimeout, '') < 1e9) errors.push(invalid(`${field}.bindingTimeout`, bindingTimeout, 'must be at least 1 second'));
    return errors;
  },
};

function constraint(one: Fields, before: readonly Fields[], field: string): FieldError[] {
  const { topologyKey: key = '', whenUnsatisfiable: action = '', maxSkew = 0 } = one;
  const errors: FieldError[] = [];
  if (num(maxSkew) <= 0) errors.push(invalid(`${field}.maxSkew`, maxSkew, 'not in valid range (0, inf)'));
  if (key === '') errors.push(required(`${field}.topologyKey`, 'can not be empty'));
  else errors.push(...labelName(key as string, `${field}.topologyKey`));
  if (action === '') errors.push(required(`${field}.whenUnsatisfiable`, 'can not be empty'));
  else if (action !== 'DoNotSchedule' && action !== 'ScheduleAnyway')
    errors.push(notSupported(`${field}.whenUnsatisfiable`, action, ['DoNotSchedule', 'ScheduleAnyway']));
  if (one['labelSelector'] !== undefined)
    errors.push(forbiddenField(`${field}.labelSelector`, 'constraint must not define a selector, as they deduced for each pod'));
  if (before.some((other) => (other['topologyKey'] ?? '') === key && (other['whenUnsatisfiable'] ?? '') === action))
    errors.push(duplicate(field, `{${String(key)}, ${String(action)}}`));
  return errors;
}

/** The check that NodeResourcesFit makes itself. */
export function validateNodeResourcesFit(args: Fields): FieldError[] {
  const names = (value: unknown) => (value ?? []) as readonly string[];
  const strategy = (args['scoringStrategy'] ?? {}) as Fields;
  const { type = '', requestedToCapacityRatio: ratio } = strategy;
  return [
    ...names(args['ignoredResources']).flatMap((name, at) => labelName(name, `ignoredResources[${at}]`)),
    ...names(args['ignoredResourceGroups']).flatMap((group, at) => [
      ...(group.includes('/') ? [invalid(`ignoredResourceGroups[${at}]`, group, "resource group name can't contain '/'")] : []),
      ...labelName(group, `ignoredResourceGroups[${at}]`),
    ]),
    ...(STRATEGIES.includes(type as string) ? [] : [notSupported('scoringStrategy.type', type, STRATEGIES)]),
    ...list(strategy['resources']).flatMap(({ name = '', weight }, at) =>
      num(weight) <= 0 || num(weight) > 100
        ? [invalid(`scoringStrategy.resources[${at}].weight`, weight, `resource weight of ${String(name)} not in valid range (0, 100]`)]
        : [],
    ),
    ...ratioErrors(type === 'RequestedToCapacityRatio', ratio as Fields | undefined, 'scoringStrategy.requestedToCapacityRatio'),
  ];
}

const STRATEGIES = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'];

function ratioErrors(wanted: boolean, ratio: Fields | undefined, field: string): FieldError[] {
  if (!wanted) return ratio ? [forbiddenField(field, 'must be nil when type is not RequestedToCapacityRatio')] : [];
  if (!ratio) return [required(field, 'must be specified when type is RequestedToCapacityRatio')];
  const points = list(ratio['shape']);
  if (points.length === 0) return [required(`${field}.shape`, 'at least one point must be specified')];
  const at = points.findIndex((point, index) => index > 0 && num(points[index - 1]?.['utilization']) >= num(point['utilization']));
  const unsorted = points[at];
  return [
    ...(unsorted
      ? [invalid(`${field}.shape[${at}].utilization`, num(unsorted['utilization']), 'values must be sorted in increasing order')]
      : []),
    ...points.flatMap((point, index) => [
      ...within(num(point['utilization']), 100, `${field}.shape[${index}].utilization`),
      ...within(num(point['score']), 10, `${field}.shape[${index}].score`),
    ]),
  ];
}

function within(value: number, max: number, field: string): FieldError[] {
  return value < 0 || value > max ? [invalid(field, value, `not in valid range [0, ${max}]`)] : [];
}

function labelName(name: string, field: string): FieldError[] {
  return isLabelKey(name).map((message) => invalid(field, name, message));
}

function list(value: unknown): readonly Fields[] {
  return (value ?? []) as readonly Fields[];
}

function num(value: unknown): number {
  return (value ?? 0) as number;
}
