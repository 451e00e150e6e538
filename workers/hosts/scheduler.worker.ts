import { schedulerComponents } from '../cluster/groups/scheduler';
import { serveGroup } from './group-worker';

serveGroup(schedulerComponents);
