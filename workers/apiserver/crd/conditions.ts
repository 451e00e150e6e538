/** Whose names are whose, and who approved them (source: apiextensions-apiserver/pkg/controller/{status,establish,apiapproval}, 1.36). */
import { approvalOf } from '../../resources/apiextensions/customresourcedefinitions/approval';
import type {
  CustomResourceDefinition,
  CustomResourceNames,
  DefinitionCondition,
} from '../../resources/apiextensions/customresourcedefinitions/types';

type Status = NonNullable<CustomResourceDefinition['status']>;

/** The status that the controllers leave behind; the very one where they find nothing to do. */
export function settledStatus(definition: CustomResourceDefinition, all: readonly CustomResourceDefinition[], now: string): Status {
  return withApproval(definition, withNames(definition, all, now), now);
}

/** Names are judged each for itself; of several conflicts the last one is told. */
function withNames(definition: CustomResourceDefinition, all: readonly CustomResourceDefinition[], now: string): Status {
  const { spec, status = {} } = definition;
  const { acceptedNames, accepted } = judgeNames(
    spec.names,
    status.acceptedNames ?? { plural: '', kind: '' },
    namesInGroup(all, spec.group),
  );
  const old = status.conditions ?? [];
  const before = old.find(({ type }) => type === 'NamesAccepted');
  const sameNames = NAMES.every((name) => JSON.stringify(acceptedNames[name] ?? []) === JSON.stringify(status.acceptedNames?.[name] ?? []));
  if (sameNames && (!before || isSame(before, accepted))) return status;
  const established = old.find(({ type }) => type === 'Established');
  const conditions = withCondition(old, accepted, now);
  return {
    ...status,
    acceptedNames,
    conditions:
      established?.status === 'True' ? conditions : withCondition(conditions, accepted.status === 'True' ? ESTABLISHED : REFUSED, now),
  };
}

const NAMES = ['plural', 'singular', 'kind', 'listKind', 'shortNames', 'categories'] as const;
const ESTABLISHED: DefinitionCondition = {
  type: 'Established',
  status: 'True',
  reason: 'InitialNamesAccepted',
  message: 'the initial names have been accepted',
};
const REFUSED: DefinitionCondition = { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' };

interface NamesInUse {
  readonly resources: ReadonlySet<string | undefined>;
  readonly kinds: ReadonlySet<string | undefined>;
}

/** A definition's own accepted names are in use as well. */
function namesInGroup(all: readonly CustomResourceDefinition[], group: string): NamesInUse {
  const accepted = all.filter(({ spec }) => spec.group === group).flatMap(({ status }) => status?.acceptedNames ?? []);
  return {
    resources: new Set(accepted.flatMap(({ plural, singular, shortNames = [] }) => [plural, singular, ...shortNames]).filter(Boolean)),
    kinds: new Set(accepted.flatMap(({ kind, listKind }) => [kind, listKind]).filter(Boolean)),
  };
}

function judgeNames(
  wanted: CustomResourceNames,
  own: CustomResourceNames,
  { resources, kinds }: NamesInUse,
): { readonly acceptedNames: CustomResourceNames; readonly accepted: DefinitionCondition } {
  let accepted: DefinitionCondition = { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };
  const refuse = (reason: string, messages: readonly string[]) => {
    accepted = {
      type: 'NamesAccepted',
      status: 'False',
      reason,
      message: messages.length > 1 ? `[${messages.join(', ')}]` : (messages[0] ?? ''),
    };
  };
  const judged = (name: string | undefined, mine: string | undefined, used: ReadonlySet<string | undefined>, reason: string) => {
    if ((name ?? '') === (mine ?? '') || !used.has(name)) return name;
    refuse(reason, [inUse(name ?? '')]);
    return mine;
  };
  const plural = judged(wanted.plural, own.plural, resources, 'PluralConflict') ?? '';
  const singular = judged(wanted.singular, own.singular, resources, 'SingularConflict');
  const taken = (wanted.shortNames ?? []).filter((name) => !own.shortNames?.includes(name) && resources.has(name));
  if (taken.length) refuse('ShortNamesConflict', taken.map(inUse));
  const shortNames = taken.length ? own.shortNames : wanted.shortNames;
  const kind = judged(wanted.kind, own.kind, kinds, 'KindConflict') ?? '';
  const listKind = judged(wanted.listKind, own.listKind, kinds, 'ListKindConflict');
  const acceptedNames = {
    plural,
    ...(singular ? { singular } : {}),
    ...(shortNames?.length ? { shortNames } : {}),
    kind,
    ...(listKind ? { listKind } : {}),
    ...(wanted.categories?.length ? { categories: wanted.categories } : {}),
  };
  return { acceptedNames, accepted };
}

function inUse(name: string): string {
  return `${JSON.stringify(name)} is already in use`;
}

function withApproval({ metadata, spec }: CustomResourceDefinition, status: Status, now: string): Status {
  const approval = approvalOf(spec.group, metadata.annotations);
  if (!approval) return status;
  const condition: DefinitionCondition = {
    type: 'KubernetesAPIApprovalPolicyConformant',
    status: approval.state === 'Approved' ? 'True' : 'False',
    reason: `${approval.state}Annotation`,
    message: approval.message,
  };
  const before = status.conditions?.find(({ type }) => type === condition.type);
  return before && isSame(before, condition) ? status : { ...status, conditions: withCondition(status.conditions ?? [], condition, now) };
}

function isSame(a: DefinitionCondition, b: DefinitionCondition): boolean {
  return a.status === b.status && a.reason === b.reason && a.message === b.message;
}

/** In its old place, or at the end; the time is that of the last change of the status. */
export function withCondition(
  conditions: readonly DefinitionCondition[],
  { type, status, reason = '', message = '' }: DefinitionCondition,
  now: string,
): DefinitionCondition[] {
  const before = conditions.find((each) => each.type === type);
  const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? now) : now;
  const made = { type, status, lastTransitionTime, reason, message };
  return before ? conditions.map((each) => (each === before ? made : each)) : [...conditions, made];
}
