import { controllerComponents } from '../cluster/groups/controllers';
import { serveGroup } from './group-worker';

serveGroup(controllerComponents);
