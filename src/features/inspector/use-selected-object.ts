import { useEffect, useState } from 'react';
import type { AnyObject } from '../../../workers/api/meta';
import { transport } from '../../state/connection';
import { customKindsStore } from '../../state/custom-kinds';
import type { CustomKind } from '../../state/custom-kinds';
import { useCluster, useCustomKinds } from '../../state/hooks';
import { placeOf } from '../../state/kinds';
import type { WatchedKind } from '../../state/kinds';
import { refKey } from '../../state/selection';
import type { ObjectRef } from '../../state/selection';

/** Kinds the page does not watch but owners and links lead to. */
const unwatched: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  ConfigMap: '/api/v1/configmaps',
  Secret: '/api/v1/secrets',
  ServiceAccount: '/api/v1/serviceaccounts',
  PersistentVolume: '/api/v1/persistentvolumes',
  PersistentVolumeClaim: '/api/v1/persistentvolumeclaims',
  ReplicationController: '/api/v1/replicationcontrollers',
  Endpoints: '/api/v1/endpoints',
  StatefulSet: '/apis/apps/v1/statefulsets',
  DaemonSet: '/apis/apps/v1/daemonsets',
  Job: '/apis/batch/v1/jobs',
  CustomResourceDefinition: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
};
const refreshMs = 2000;

/** The object behind the reference; undefined while it is unknown or after it is gone. */
export function useSelectedObject(ref: ObjectRef | undefined): AnyObject | undefined {
  const isWatched = ref !== undefined && placeOf(ref.kind) !== undefined;
  const watched = useCluster((state) => (isWatched ? state.objects[ref.kind as WatchedKind].get(refKey(ref)) : undefined));
  const custom = useCustomKinds(({ objects }) => (ref ? objects.get(ref.kind) : undefined));
  const [fetched, setFetched] = useState<AnyObject>();
  const path = ref && !isWatched && !custom ? pathOf(ref) : undefined;
  useEffect(() => {
    if (!path) return undefined;
    let live = true;
    const fetch = async () => {
      const reply = await transport().request({ method: 'GET', path });
      if (live) setFetched(reply.code === 200 ? (reply.body as AnyObject) : undefined);
    };
    void fetch();
    const timer = setInterval(() => void fetch(), refreshMs);
    return () => {
      live = false;
      clearInterval(timer);
      setFetched(undefined);
    };
  }, [path]);
  if (ref && custom) return custom.get(refKey(ref));
  return isWatched ? (watched as AnyObject | undefined) : fetched;
}

/** REST path of any object the inspector can show; undefined for a kind it cannot place. */
export function pathOf({ kind, namespace, name }: ObjectRef): string | undefined {
  const place = placeOf(kind);
  const custom = customKindOf(kind);
  const served = place ?? custom;
  const collection = served ? `${served.prefix}/${served.resource}` : unwatched[kind];
  if (!collection) return undefined;
  const cut = collection.lastIndexOf('/');
  const scope = namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${collection.slice(0, cut)}${scope}${collection.slice(cut)}/${encodeURIComponent(name)}`;
}

function customKindOf(refKind: string): CustomKind | undefined {
  return customKindsStore.getState().kinds.find(({ id }) => id === refKind);
}
