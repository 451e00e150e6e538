/**
 * The annotation service.kubernetes.io/topology-mode: Auto asks for hints in proportion to the zones' CPU. The common
 * outcome, that they cannot be given, is told as upstream tells it (source: k8s.io/endpointslice/topologycache, 1.36).
 *
 * Differs: hints are never given, also where the proportions would allow them.
 */
import { parseQuantity } from '../../api/quantity';
import type { Informer } from '../../client/informer';
import type { EventRecorder } from '../../client/events';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import type { Service } from '../../resources/core/services/types';
import { isPodReady } from '../pod-status';

const MODE_ANNOTATIONS = ['service.kubernetes.io/topology-mode', 'service.kubernetes.io/topology-aware-hints'];
const ZONE_LABEL = 'topology.kubernetes.io/zone';
const CONTROL_PLANE_LABELS = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

export class TopologyHints {
  constructor(
    private readonly events: EventRecorder,
    private readonly nodes: Informer<Node>,
  ) {}

  /** Says why a service that asks for hints gets none. */
  report(service: Service, pods: readonly Pod[]): void {
    const mode = MODE_ANNOTATIONS.map((key) => service.metadata.annotations?.[key]).find((value) => value !== undefined);
    if (mode !== 'Auto' && mode !== 'auto') return;
    const family = service.spec?.ipFamilies?.[0] ?? 'IPv4';
    this.events.event(
      { ...service, apiVersion: 'v1', kind: 'Service' },
      'Warning',
      'TopologyAwareHintsDisabled',
      `${this.obstacle(pods)}, addressType: ${family}`,
    );
  }

  private obstacle(pods: readonly Pod[]): string {
    const zones = new Set<string>();
    for (const node of this.nodes.list()) {
      if (CONTROL_PLANE_LABELS.some((label) => node.metadata.labels?.[label] !== undefined)) continue;
      if (node.status?.conditions?.find((one) => one.type === 'Ready')?.status !== 'True') continue;
      const zone = node.metadata.labels?.[ZONE_LABEL];
      const cpu = node.status.allocatable?.cpu;
      if (!zone || cpu === undefined || parseQuantity(String(cpu)) === undefined)
        return 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes';
      zones.add(zone);
    }
    if (zones.size < 2) return 'Nodes only ready in one zone';
    const ready = pods.filter(isPodReady).length;
    if (ready < zones.size) return `Insufficient number of endpoints (${ready}), impossible to safely allocate proportionally across zones`;
    return 'Unable to allocate minimum required endpoints to each zone without exceeding overload threshold';
  }
}
