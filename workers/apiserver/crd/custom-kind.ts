/** One version of a CustomResourceDefinition as a resource like any other (source: apiextensions-apiserver/pkg/registry/customresource, 1.36). */
import { dnsSubdomainName } from '../../api/names';
import type { AnyObject } from '../../api/meta';
import { columnsOf } from '../../resources/apiextensions/customresourcedefinitions/columns';
import { firstAt, setAt } from '../../resources/apiextensions/customresourcedefinitions/json-path';
import type {
  CustomResourceDefinition,
  CustomResourceVersion,
  ScalePaths,
} from '../../resources/apiextensions/customresourcedefinitions/types';
import type { ResourceDefinition, ScaleMapping } from '../../resources/definition';
import { typeErrors } from '../managed-fields/type-errors';
import { presenter, storer } from './conversion';
import { strategyOf } from './custom-strategy';
import { decodeCustom } from './decode';
import { openApiOf } from './open-api';
import { objectAtom } from './schema-atom';
import { rootType } from './struct-type';
import { isEnding } from './termination';
import { deprecationOf, orderedVersions } from './versions';

export interface CustomKinds {
  /** Preferred version first. */
  readonly served: readonly ResourceDefinition[];
  /** In the version objects are stored in, which need not be served. */
  readonly stored: ResourceDefinition;
}

export function customKinds(crd: CustomResourceDefinition): CustomKinds {
  const storageVersion = crd.spec.versions.find(({ storage }) => storage) as CustomResourceVersion;
  const stored: ResourceDefinition = customKind(crd, storageVersion, () => stored);
  const served = orderedVersions(crd.spec.versions)
    .filter((version) => version.served)
    .map((version) => (version === storageVersion ? stored : customKind(crd, version, () => stored)));
  return { served, stored };
}

/** Named by what was accepted of the names. */
function customKind(crd: CustomResourceDefinition, version: CustomResourceVersion, stored: () => ResourceDefinition): ResourceDefinition {
  const { group, scope } = crd.spec;
  const names = crd.status?.acceptedNames?.plural ? crd.status.acceptedNames : crd.spec.names;
  const schema = version.schema?.openAPIV3Schema ?? {};
  const hasStatus = version.subresources?.status !== undefined;
  const { scale } = version.subresources ?? {};
  const deprecation = deprecationOf(crd, version);
  return {
    group,
    version: version.name,
    resource: names.plural,
    singular: names.singular ?? '',
    kind: names.kind,
    listKind: names.listKind ?? `${names.kind}List`,
    ...(names.shortNames?.length ? { shortNames: names.shortNames } : {}),
    ...(names.categories?.length ? { categories: names.categories } : {}),
    namespaced: scope === 'Namespaced',
    hasStatus,
    ...(scale ? { scale: scaleMapping(scale) } : {}),
    nameRule: dnsSubdomainName,
    ...(version.selectableFields?.length ? { fields: selectable(version.selectableFields) } : {}),
    strategy: strategyOf(schema, hasStatus, scale),
    table: columnsOf(version),
    custom: {
      stored,
      type: rootType(`${group}/${version.name}.${names.kind}`, schema),
      openApi: openApiOf(schema, group, names.kind, version),
      typeErrors: (object) => typeErrors(object, objectAtom(schema)),
      decode: (body) => decodeCustom(body, schema),
      present: presenter(crd, version.name),
      toStored: storer(crd),
      ...(deprecation === undefined ? {} : { deprecation }),
      ...(isEnding(crd) ? { ending: true } : {}),
    },
  };
}

function scaleMapping({ specReplicasPath = '', statusReplicasPath = '', labelSelectorPath }: ScalePaths): ScaleMapping {
  const count = (value: unknown) => (typeof value === 'number' ? value : 0);
  return {
    replicas: (object) => ({
      spec: count(firstAt(object, specReplicasPath)),
      status: count(firstAt(object, statusReplicasPath)),
      selector: labelSelectorPath ? String(firstAt(object, labelSelectorPath) ?? '') : '',
    }),
    setReplicas: (draft, replicas) => setAt(draft, specReplicasPath, replicas),
    specPath: specReplicasPath,
  };
}

function selectable(fields: readonly { readonly jsonPath: string }[]): (object: AnyObject) => Readonly<Record<string, string>> {
  return (object) =>
    Object.fromEntries(fields.map(({ jsonPath }) => [jsonPath.replace(/^\./, ''), String(firstAt(object, jsonPath) ?? '')]));
}
