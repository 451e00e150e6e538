import { createFaults } from '../../faults/faults';
import { createMachines } from '../../kubelet/machines';
import { createNode } from '../../kubelet/node';
import { createTraffic } from '../../network/traffic';
import type { ComponentTable } from '../component-table';

export const nodeComponents: ComponentTable = { faults: createFaults, machines: createMachines, node: createNode, traffic: createTraffic };
