/** Cells that tell more than one field. */
import { expect, test } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { horizontalPodAutoscalers } from '../../../workers/resources/autoscaling/horizontalpodautoscalers/definition';
import { endpointSlices } from '../../../workers/resources/discovery/endpointslices/definition';
import { events } from '../../../workers/resources/core/events/definition';
import type { ResourceDefinition } from '../../../workers/resources/definition';
import { ingresses } from '../../../workers/resources/networking/ingresses/definition';
import { resourceSlices } from '../../../workers/resources/resource/resourceslices/definition';
import { csiDrivers } from '../../../workers/resources/storage/csidrivers/definition';

const rules = (...hosts: string[]) => ({ spec: { rules: hosts.map((host) => (host ? { host } : {})) } });
const metric = (target: object, current?: object) => ({
  spec: { scaleTargetRef: {}, metrics: [{ type: 'Object', object: { target } }] },
  status: current ? { currentMetrics: [{ type: 'Object', object: { current } }] } : {},
});

test.each<[string, ResourceDefinition, string, object, unknown]>([
  ['hosts: three of them', ingresses, 'Hosts', rules('a', '', 'b', 'c'), 'a,b,c'],
  ['hosts: what follows the third is counted, all rules are', ingresses, 'Hosts', rules('a', '', 'b', 'c', ''), 'a,b,c + 2 more...'],
  ['hosts: none is all', ingresses, 'Hosts', rules('', ''), '*'],
  [
    'addresses: sorted, each once',
    ingresses,
    'Address',
    { status: { loadBalancer: { ingress: [{ ip: '2' }, { hostname: 'x' }, { ip: '1' }, { ip: '2' }] } } },
    '1,2,x',
  ],
  [
    'metrics: an average is compared with an average',
    horizontalPodAutoscalers,
    'Targets',
    metric({ averageValue: '7' }, { value: '2', averageValue: '1' }),
    '1/7 (avg)',
  ],
  ['metrics: a status without the value', horizontalPodAutoscalers, 'Targets', metric({ value: '7' }, {}), '<nil>/7'],
  ['metrics: no status', horizontalPodAutoscalers, 'Targets', metric({ value: '7' }), '<unknown>/7'],
  ['events: an object of no kind', events, 'Object', { involvedObject: { name: 'x' } }, '/x'],
  ['events: an object of no name', events, 'Object', { involvedObject: { kind: 'Pod' } }, 'pod'],
  ['ports: one without number and name', endpointSlices, 'Ports', { ports: [{ name: '' }] }, '<unset>'],
  ['ports: a name where there is no number', endpointSlices, 'Ports', { ports: [{ name: 'a' }, { name: '', port: 80 }] }, 'a,80'],
  ['slices: of all nodes', resourceSlices, 'Node', { spec: { allNodes: true } }, ''],
  ['audiences: one that is empty', csiDrivers, 'TokenRequests', { spec: { tokenRequests: [{ audience: '' }] } }, ''],
  ['audiences: none', csiDrivers, 'TokenRequests', { spec: {} }, '<unset>'],
])('%s', (_rule, { table }, column, object, cell) => {
  const at = table?.columns.findIndex(({ name }) => name === column) ?? -1;
  expect(table?.row({ metadata: { name: 'a' }, ...object } as AnyObject, 0)[at]).toBe(cell);
});
