import { cpuMilli, value } from '../../../../workers/api/quantity';
import type { Node } from '../../../../workers/resources/core/nodes/types';
import type { Requests } from './requests';

/** What a node can give to pods. */
export function capacityOf(node: Node): Requests & { readonly pods: number } {
  const allocatable = node.status?.allocatable ?? node.status?.capacity;
  return { cpuMilli: cpuMilli(allocatable?.cpu), memoryBytes: value(allocatable?.memory), pods: value(allocatable?.pods) };
}
