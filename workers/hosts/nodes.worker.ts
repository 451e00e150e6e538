import { nodeComponents } from '../cluster/groups/nodes';
import { serveGroup } from './group-worker';

serveGroup(nodeComponents);
