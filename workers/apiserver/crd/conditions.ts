/** Whose names are whose (source: apiextensions-apiserver/pkg/controller/status/naming_controller.go, 1.36). */
import type {
  CustomResourceDefinition,
  CustomResourceNames,
  DefinitionCondition,
} from '../../resources/apiextensions/customresourcedefinitions/types';

export function conditionsOf(
  definition: CustomResourceDefinition,
  all: readonly CustomResourceDefinition[],
  now: string,
): { readonly acceptedNames: CustomResourceNames; readonly conditions: readonly DefinitionCondition[] } {
  const { group, names } = definition.spec;
  const others = all.filter((other) => other.spec.group === group && other.metadata.name !== definition.metadata.name);
  const taken = new Set(others.flatMap(({ status }) => resourceNames(status?.acceptedNames)));
  const kindsTaken = new Set(others.flatMap(({ status }) => [status?.acceptedNames?.kind, status?.acceptedNames?.listKind]));
  const conflict = conflictOf(names, taken, kindsTaken);
  const old = definition.status?.conditions ?? [];
  const accepted = condition(
    old,
    now,
    conflict ?? { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
  );
  const before = old.find(({ type }) => type === 'Established');
  const established =
    before?.status === 'True'
      ? before
      : condition(
          old,
          now,
          conflict
            ? { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }
            : { type: 'Established', status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' },
        );
  const rest = old.filter(({ type }) => type !== 'NamesAccepted' && type !== 'Established');
  return { conditions: [accepted, established, ...rest], acceptedNames: conflict ? (definition.status?.acceptedNames ?? names) : names };
}

function resourceNames(names: CustomResourceNames | undefined): string[] {
  return names ? [names.plural, ...(names.singular ? [names.singular] : []), ...(names.shortNames ?? [])].filter(Boolean) : [];
}

function conflictOf(
  names: CustomResourceNames,
  taken: ReadonlySet<string>,
  kindsTaken: ReadonlySet<string | undefined>,
): DefinitionCondition | undefined {
  const inUse = (reason: string, name: string): DefinitionCondition => ({
    type: 'NamesAccepted',
    status: 'False',
    reason,
    message: `${JSON.stringify(name)} is already in use`,
  });
  if (taken.has(names.plural)) return inUse('PluralConflict', names.plural);
  if (names.singular && taken.has(names.singular)) return inUse('SingularConflict', names.singular);
  const short = names.shortNames?.find((name) => taken.has(name));
  if (short !== undefined) return inUse('ShortNamesConflict', short);
  if (kindsTaken.has(names.kind)) return inUse('KindConflict', names.kind);
  return names.listKind && kindsTaken.has(names.listKind) ? inUse('ListKindConflict', names.listKind) : undefined;
}

function condition(old: readonly DefinitionCondition[], now: string, wanted: DefinitionCondition): DefinitionCondition {
  const before = old.find(({ type }) => type === wanted.type);
  const { type, status, reason = '', message = '' } = wanted;
  return { type, status, lastTransitionTime: before?.status === status ? (before.lastTransitionTime ?? now) : now, reason, message };
}
