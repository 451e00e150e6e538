import { createControllerManager } from '../../controllers/kube-controller-manager';
import type { ComponentTable } from '../component-table';

export const controllerComponents: ComponentTable = { 'kube-controller-manager': createControllerManager };
