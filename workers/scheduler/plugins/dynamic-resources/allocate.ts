/**
 * Devices for claims on a node, by trying (source: k8s.io/dynamic-resource-allocation/structured allocator, 1.36).
 * Differs: a device that allows several allocations is given to one claim only; binding conditions are not looked at.
 */
import type { NodeInfo } from '../../framework/node-info';
import type { ClusterObjects } from '../../framework/plugin';
import { milliValueOf, valueOf } from '../../framework/quantity';
import { claimKey } from './claims';
import { constraintsOf } from './constraints';
import type { Constraint } from './constraints';
import { isFor, poolsOf } from './pools';
import type { Pool, PooledDevice } from './pools';
import { selects } from './selectors';
import type { DeviceClass, DeviceRequest, ResourceClaim, Selector, Toleration } from './types';

/** Names of the requests that got devices, "request/alternative" for alternatives; claim by claim. */
export type Allocation = readonly (readonly string[])[];

const DEVICES_MAX = 32;
/** Devices tried for one node; the original gives up after 10 seconds. */
const TRIES_MAX = 200_000;

/** Ends the search: what is wrong would be wrong on every node. */
class Failure extends Error {}

/** Undefined: not on this node. An error ends the attempt; `onNode` is one that concerns this node only. */
export function allocate(
  objects: ClusterObjects,
  claims: readonly ResourceClaim[],
  node: NodeInfo,
): Allocation | { readonly error: string } | { readonly onNode: string } | undefined {
  const pools = poolsOf(objects, node);
  try {
    const search = new Search(objects, claims, node, pools);
    if (search.from(0, 0)) return search.result;
  } catch (error) {
    if (error instanceof Failure) return { error: error.message };
    throw error;
  }
  return pools.some(({ invalid }) => invalid) ? { onNode: 'invalid resource pools were encountered' } : undefined;
}

interface Wanted {
  readonly request: DeviceRequest;
  /** "request" or "request/alternative" */
  readonly name: string;
  readonly classSelectors: readonly Selector[];
  readonly className: string;
  readonly count: number;
  /** Where all devices are asked for: which. */
  readonly all: readonly PooledDevice[] | undefined;
}

class Search {
  readonly result: string[][];
  /** Claim by claim, request by request: what would do. */
  private readonly wanted: Wanted[][][];
  private readonly constraints: Constraint[][];
  private readonly taken: Set<string>;
  /** Device -> claims it is being given to. */
  private readonly given = new Map<string, Set<number>>();
  private readonly counted = new Map<Pool, Map<string, number>>();
  private readonly matches = new Map<string, boolean>();
  private tries = 0;

  constructor(
    private readonly objects: ClusterObjects,
    private readonly claims: readonly ResourceClaim[],
    private readonly node: NodeInfo,
    private readonly pools: readonly Pool[],
  ) {
    this.taken = takenDevices(objects);
    this.result = claims.map(() => []);
    this.wanted = claims.map((claim) => this.wantedBy(claim));
    this.constraints = claims.map((claim, at) => {
      const least = (this.wanted[at] as Wanted[][]).reduce((sum, options) => sum + Math.min(...options.map(({ count }) => count)), 0);
      if (least > DEVICES_MAX)
        throw new Failure(`claim ${claimKey(claim)}: number of requested devices ${least} exceeds the claim limit of ${DEVICES_MAX}`);
      const constraints = constraintsOf(claim);
      if (typeof constraints === 'string') throw new Failure(constraints);
      return constraints;
    });
  }

  /** Whether everything from this request on can be had; alternatives in their order. */
  from(claim: number, request: number): boolean {
    if (claim >= this.claims.length) return true;
    const options = this.wanted[claim]?.[request];
    if (!options) return this.from(claim + 1, 0);
    return options.some((option) => this.devices(claim, request, option, 0, 0));
  }

  /** The devices of one request from the `index`th on; `start` is where the search among all devices goes on. */
  private devices(claim: number, request: number, wanted: Wanted, index: number, start: number): boolean {
    if (wanted.all?.length === 0) return false;
    if (index >= wanted.count) return this.from(claim, request + 1);
    if ((this.result[claim] as string[]).length + wanted.count - index > DEVICES_MAX) return false;
    if (wanted.all) {
      const device = wanted.all[index] as PooledDevice;
      return this.tryDevice(claim, wanted, device, true, () => this.devices(claim, request, wanted, index + 1, 0));
    }
    const devices = this.usable;
    for (let at = start; at < devices.length; at++) {
      const device = devices[at] as PooledDevice;
      if (this.isInUse(claim, wanted, device) || !this.isSelected(claim, wanted, device)) continue;
      if (this.tryDevice(claim, wanted, device, false, () => this.devices(claim, request, wanted, index + 1, at + 1))) return true;
    }
    return false;
  }

  private get usable(): readonly PooledDevice[] {
    return (this.usableDevices ??= this.pools
      .filter(({ incomplete, invalid }) => !incomplete && !invalid)
      .flatMap(({ devices }) => devices));
  }

  private usableDevices: readonly PooledDevice[] | undefined;

  /** Gives the device to the claim while `rest` is tried, and takes it back where that fails. */
  private tryDevice(claim: number, wanted: Wanted, device: PooledDevice, must: boolean, rest: () => boolean): boolean {
    if (++this.tries > TRIES_MAX) throw new Failure(`node ${this.node.name}: timed out trying to allocate devices`);
    const { request } = wanted;
    if (this.isInUse(claim, wanted, device)) return false;
    if (!hasCapacity(request, device) || !this.countersAllow(device) || isTainted(device, request.tolerations ?? [])) return false;
    const constraints = this.constraints[claim] as Constraint[];
    const added = constraints.findIndex((constraint) => !constraint.add(wanted.name, device));
    if (added >= 0) {
      for (const constraint of constraints.slice(0, added)) constraint.remove(wanted.name, device);
      if (must)
        throw new Failure(
          `claim ${this.keyOf(claim)}, request ${request.name ?? ''}: cannot add device ${device.id} because a claim constraint would not be satisfied`,
        );
      return false;
    }
    const holders = this.given.get(device.id) ?? new Set<number>();
    this.given.set(device.id, holders.add(claim));
    this.count(device, 1);
    (this.result[claim] as string[]).push(wanted.name);
    if (rest()) return true;
    (this.result[claim] as string[]).pop();
    this.count(device, -1);
    holders.delete(claim);
    for (const constraint of constraints) constraint.remove(wanted.name, device);
    return false;
  }

  /** Administrators may have a device that others use, but once per claim. */
  private isInUse(claim: number, { request }: Wanted, { id }: PooledDevice): boolean {
    const holders = this.given.get(id);
    return request.adminAccess ? holders?.has(claim) === true : this.taken.has(id) || (holders?.size ?? 0) > 0;
  }

  private keyOf(claim: number): string {
    return claimKey(this.claims[claim] as ResourceClaim);
  }

  private wantedBy(claim: ResourceClaim): Wanted[][] {
    const at = this.claims.indexOf(claim);
    return (claim.spec?.devices?.requests ?? []).map(({ name, exactly, firstAvailable = [] }) =>
      exactly
        ? [this.want(at, { ...exactly, name }, name)]
        : firstAvailable.map((alternative) => this.want(at, alternative, `${name}/${alternative.name ?? ''}`)),
    );
  }

  private want(claim: number, request: DeviceRequest, name: string): Wanted {
    const className = request.deviceClassName ?? '';
    const deviceClass = this.objects.get('deviceclasses', '', className) as DeviceClass | undefined;
    const wanted = { request, name, className, classSelectors: deviceClass?.spec?.selectors ?? [], count: request.count ?? 1 };
    if (request.allocationMode !== 'All') return { ...wanted, all: undefined };
    const state = this.pools.find(({ incomplete, invalid }) => incomplete || invalid);
    if (state)
      throw new Failure(
        `claim ${this.keyOf(claim)}, request ${request.name ?? ''}: asks for all devices, but resource pool ${state.id} is currently ${state.incomplete ? 'being updated' : 'invalid'}`,
      );
    const all = this.pools
      .flatMap(({ devices }) => devices)
      .filter((device) => this.isSelected(claim, { ...wanted, all: undefined }, device) && hasCapacity(request, device));
    return { ...wanted, count: all.length, all };
  }

  private isSelected(claim: number, { name, request, className, classSelectors }: Wanted, device: PooledDevice): boolean {
    const key = `${claim}|${name}|${device.id}`;
    const known = this.matches.get(key);
    if (known !== undefined) return known;
    const matches =
      this.allSelect(`class ${className}`, classSelectors, device) &&
      this.allSelect(`claim ${this.keyOf(claim)}`, request.selectors ?? [], device) &&
      (!device.perDevice || isFor(device.device, this.node));
    this.matches.set(key, matches);
    return matches;
  }

  private allSelect(whose: string, selectors: readonly Selector[], { driver, device }: PooledDevice): boolean {
    return selectors.every(({ cel }, at) => {
      const answer = selects(cel?.expression ?? '', driver, device);
      if (typeof answer === 'object') throw new Failure(`${whose}: selector #${at}: ${answer.error}`);
      return answer;
    });
  }

  /** Counters that devices of a pool share, less what devices in use, or being given, take. */
  private countersAllow({ device, pool }: PooledDevice): boolean {
    return (device.consumesCounters ?? []).every(({ counterSet, counters = {} }) =>
      Object.entries(counters).every(([name, { value }]) => {
        const used = this.usedCounters(pool).get(`${counterSet}/${name}`) ?? 0;
        return used + milliValueOf(value) <= (pool.counters.get(counterSet)?.get(name) ?? 0);
      }),
    );
  }

  private usedCounters(pool: Pool): Map<string, number> {
    let used = this.counted.get(pool);
    if (used) return used;
    this.counted.set(pool, (used = new Map()));
    for (const device of pool.everyDevice) if (this.taken.has(`${pool.id}/${device.name}`)) consume(used, device, 1);
    return used;
  }

  private count({ device, pool }: PooledDevice, by: 1 | -1): void {
    if (device.consumesCounters) consume(this.usedCounters(pool), device, by);
  }
}

function consume(used: Map<string, number>, { consumesCounters = [] }: PooledDevice['device'], by: 1 | -1): void {
  for (const { counterSet, counters = {} } of consumesCounters) {
    for (const [name, { value }] of Object.entries(counters)) {
      const key = `${counterSet}/${name}`;
      used.set(key, (used.get(key) ?? 0) + by * milliValueOf(value));
    }
  }
}

/** Devices that allocated claims hold; access for administrators holds nothing. */
function takenDevices(objects: ClusterObjects): Set<string> {
  const results = (objects.list('resourceclaims') as readonly ResourceClaim[]).flatMap(
    ({ status }) => status?.allocation?.devices?.results ?? [],
  );
  return new Set(results.filter(({ adminAccess }) => !adminAccess).map(({ driver, pool, device }) => `${driver}/${pool}/${device}`));
}

function hasCapacity({ capacity }: DeviceRequest, { device }: PooledDevice): boolean {
  return Object.entries(capacity?.requests ?? {}).every(([name, wanted]) => {
    const has = device.capacity?.[name];
    return has !== undefined && valueOf(wanted) <= valueOf(has.value);
  });
}

function isTainted({ device }: PooledDevice, tolerations: readonly Toleration[]): boolean {
  return (device.taints ?? []).some(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') &&
      !tolerations.some(
        ({ key, operator = 'Equal', value = '', effect }) =>
          (!effect || effect === taint.effect) &&
          (!key || key === taint.key) &&
          (operator === 'Exists' || (operator === 'Equal' && value === (taint.value ?? ''))),
      ),
  );
}
