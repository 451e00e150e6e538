/**
 * root-ca-certificate-publisher-controller: the config map kube-root-ca.crt of every namespace
 * (source: pkg/controller/certificates/rootcacertpublisher/publisher.go, 1.36).
 * Differs: there is no certificate authority; the content says so.
 */
import { objectKey } from '../../api/meta';
import { runController } from '../../client/controller';
import { act } from '../../client/plan';
import { deepEqual } from '../../lib/equal';
import type { ConfigMap } from '../../resources/core/configmaps/types';
import type { Namespace } from '../../resources/core/namespaces/types';
import type { ControllerContext } from '../controller-context';
import { CONFIG_MAPS, NAMESPACES } from '../resources';
import { SIMULATED_CA } from '../simulated-ca';

const NAME = 'kube-root-ca.crt';
const DATA = { 'ca.crt': SIMULATED_CA };
const DESCRIPTION_ANNOTATION = 'kubernetes.io/description';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. ' +
  'No other usage is guaranteed across distributions of Kubernetes clusters.';

export function startRootCACertificatePublisher({ process }: ControllerContext): void {
  const namespaces = process.informer<Namespace>(NAMESPACES);
  const configMaps = process.informer<ConfigMap>(CONFIG_MAPS, { fieldSelector: `metadata.name=${NAME}` });
  const queue = runController(process, {
    name: 'root-ca-certificate-publisher',
    ready: () => namespaces.hasSynced && configMaps.hasSynced,
    reconcile(namespace) {
      if (namespaces.get(namespace)?.status?.phase !== 'Active') return [];
      const current = configMaps.get(`${namespace}/${NAME}`);
      const annotations = { ...current?.metadata.annotations, [DESCRIPTION_ANNOTATION]: DESCRIPTION };
      if (!current) {
        const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NAME, namespace, annotations }, data: DATA };
        return [act({ ...CONFIG_MAPS, verb: 'create', namespace, body }, 'AlreadyExists', 'NotFound', 'Forbidden')];
      }
      if (deepEqual(current.data, DATA) && deepEqual(current.metadata.annotations, annotations)) return [];
      const body = { ...current, apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...current.metadata, annotations }, data: DATA };
      return [act({ ...CONFIG_MAPS, verb: 'update', namespace, name: NAME, body }, 'NotFound')];
    },
  });
  namespaces.addHandler({
    onAdd: (namespace) => queue.add(objectKey(namespace)),
    onUpdate: (_, namespace) => queue.add(objectKey(namespace)),
  });
  configMaps.addHandler({
    onUpdate: (_, map) => queue.add(map.metadata.namespace ?? ''),
    onDelete: (map) => queue.add(map.metadata.namespace ?? ''),
  });
}
