import { createScheduler } from '../../scheduler/scheduler';
import type { ComponentTable } from '../component-table';

export const schedulerComponents: ComponentTable = { 'kube-scheduler': createScheduler };
