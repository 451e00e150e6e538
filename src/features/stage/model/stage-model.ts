/** The whole stage as plain data, made from the objects of the cluster store in one pass; unchanged parts keep their identity. */
import type { Lease } from '../../../../workers/resources/coordination/leases/types';
import type { Node } from '../../../../workers/resources/core/nodes/types';
import type { Pod } from '../../../../workers/resources/core/pods/types';
import type { Fault } from '../../../../workers/resources/sim/faults/types';
import type { ObjectsByKind } from '../../../state/cluster';
import type { CustomKindsState } from '../../../state/custom-kinds';
import { readCustomCards } from './custom-cards';
import type { CustomCard } from './custom-cards';
import { chipSizeFor, chipsMax, podArea, stageFrame, trayArea } from './geometry';
import type { Box, ChipSize, StageShape } from './geometry';
import { evictionAtMs, heartbeatMs, nodeAnswers } from '../../../state/node-health';
import { ownerOf, shortName } from './owner';
import type { Owner } from './owner';
import { podLook } from './pod-look';
import type { PodLook } from './pod-look';
import { addRequests, noRequests, podRequests } from './requests';
import type { Requests } from './requests';
import { capacityOf } from './capacity';
import { readServices } from './services';
import type { ServiceCard } from './services';
import { assignSlots, slotCount } from './slots';
import type { Slots } from './slots';

export interface PodChip {
  readonly uid: string;
  /** "namespace/name". */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly short: string;
  readonly owner: Owner;
  readonly look: PodLook;
  readonly requests: Requests;
  readonly nodeName?: string;
  /** Virtual time at which a NoExecute taint removes it. */
  readonly evictionAtMs?: number;
}

/** Pods in their seats; `size` is what fits all seats. */
export interface Seating {
  readonly chips: readonly PodChip[];
  /** By uid. */
  readonly slots: Slots;
  readonly size: ChipSize;
}

export interface NodeCard extends Seating {
  readonly node: Node;
  readonly name: string;
  readonly zone: string;
  readonly requested: Requests;
  readonly allocatable: Requests & { readonly pods: number };
  readonly heartbeatMs?: number;
  /** Types of the faults that are on it now; the cluster itself only learns of them by their effects. */
  readonly faults: readonly string[];
  /** Earliest eviction among its pods. */
  readonly evictionAtMs?: number;
  readonly box: Box;
}

export interface TrayCard extends Seating {
  readonly box: Box;
}

export interface StageModel {
  readonly nodes: readonly NodeCard[];
  readonly tray: TrayCard;
  readonly services: readonly ServiceCard[];
  /** Behind the services, in the same lane. */
  readonly customs: readonly CustomCard[];
  readonly bounds: Box;
}

/** What a card was made from: while none of it changes, neither does the card. */
interface CardInputs {
  readonly node: Node;
  readonly lease: Lease | undefined;
  readonly faults: ObjectsByKind['Fault'];
  readonly members: readonly PodChip[];
  readonly crowded: boolean;
  readonly box: Box;
}

const cardInputs = new WeakMap<NodeCard, CardInputs>();
/** The nodes of each model, in order. */
const nodeOrders = new WeakMap<StageModel, { readonly from: ObjectsByKind['Node']; readonly nodes: readonly Node[] }>();

/** `before` is the last model: seats and unchanged cards are taken from it. */
export function stageModel(
  before: StageModel | undefined,
  objects: ObjectsByKind,
  shape: StageShape = 'wide',
  custom?: CustomKindsState,
): StageModel {
  const nodes = orderedNodes(before, objects.Node);
  const services = readServices(before?.services ?? [], objects);
  const customs = custom ? readCustomCards(before?.customs ?? [], custom) : [];
  const frame = stageFrame(nodes.length, services.length + customs.length, shape);
  const groups = groupPods(objects.Pod.values(), objects.Node);
  const tray = reuse(before?.tray, {
    ...seat(before?.tray, groups.get('') ?? [], trayArea, objects.Pod.size),
    box: reuse(before?.tray.box, frame.tray),
  });
  const cardsBefore = new Map(before?.nodes.map((card) => [card.name, card]));
  const crowded = objects.Pod.size > chipsMax;
  const cards = nodes.map((node, index) => {
    const name = node.metadata.name ?? '';
    const last = cardsBefore.get(name);
    const lease = objects.Lease.get(`kube-node-lease/${name}`);
    const members = groups.get(name) ?? noChips;
    const inputs: CardInputs = { node, lease, faults: objects.Fault, members, crowded, box: frame.node(index) };
    const inputsBefore = last && cardInputs.get(last);
    const isSame = sameInputs(inputsBefore, inputs);
    if (last && isSame && inputsBefore?.lease === lease) return last;
    const card =
      last && isSame
        ? withHeartbeat(last, lease)
        : reuse(last, {
            ...nodeCard(last, node, members, inputs.box, objects.Pod.size),
            ...heartbeatOf(lease),
            faults: sameItems(last?.faults, faultTypes(objects.Fault.values(), name)),
          });
    cardInputs.set(card, inputs);
    return card;
  });
  const model: StageModel = {
    nodes: sameItems(before?.nodes, cards),
    tray,
    services: sameItems(
      before?.services,
      services.map((card, index) =>
        reuse(card, { ...card, box: reuse(card.box, frame.service(index)), trafficBox: reuse(card.trafficBox, frame.traffic(index)) }),
      ),
    ),
    customs: sameItems(
      before?.customs,
      customs.map((card, index) => reuse(card, { ...card, box: reuse(card.box, frame.service(services.length + index)) })),
    ),
    bounds: reuse(before?.bounds, frame.bounds),
  };
  nodeOrders.set(model, { from: objects.Node, nodes });
  return model;
}

const noChips: readonly PodChip[] = [];

/** By zone and name. The last order is kept while no node comes, goes or moves, and is where sorting begins otherwise. */
function orderedNodes(before: StageModel | undefined, objects: ObjectsByKind['Node']): readonly Node[] {
  const last = before && nodeOrders.get(before);
  if (last?.from === objects) return last.nodes;
  const old = (before?.nodes ?? []).flatMap(({ name }) => objects.get(name) ?? []);
  if (last && old.length === objects.size && old.every((node, index) => zoneOf(node) === before?.nodes[index]?.zone)) return old;
  const known = new Set(before?.nodes.map(({ name }) => name));
  const fresh = [...objects.values()].filter((node) => !known.has(node.metadata.name ?? ''));
  return [...old, ...fresh].sort(byZoneThenName);
}

/** A heartbeat is the change that comes most, and it changes nothing else. */
function withHeartbeat(card: NodeCard, lease: Lease | undefined): NodeCard {
  const { heartbeatMs } = heartbeatOf(lease);
  if (heartbeatMs === card.heartbeatMs) return card;
  if (heartbeatMs !== undefined) return { ...card, heartbeatMs };
  const { heartbeatMs: _, ...rest } = card;
  return rest;
}

function heartbeatOf(lease: Lease | undefined): Pick<NodeCard, 'heartbeatMs'> {
  const heartbeat = heartbeatMs(lease);
  return heartbeat === undefined ? {} : { heartbeatMs: heartbeat };
}

/** The lease aside. */
function sameInputs(a: CardInputs | undefined, b: CardInputs): boolean {
  return (
    a !== undefined &&
    a.node === b.node &&
    a.faults === b.faults &&
    a.crowded === b.crowded &&
    sameItems(a.members, b.members) === a.members &&
    a.box.x === b.box.x &&
    a.box.y === b.box.y
  );
}

/** Chips by node name; "" holds those that have no node yet, or one that does not exist. */
function groupPods(pods: Iterable<Pod>, nodes: ReadonlyMap<string, Node>): Map<string, PodChip[]> {
  const groups = new Map<string, PodChip[]>();
  for (const pod of pods) {
    const node = pod.spec?.nodeName ? nodes.get(pod.spec.nodeName) : undefined;
    const chip = chipOf(pod, node);
    const group = node ? (chip.nodeName ?? '') : '';
    const members = groups.get(group);
    if (members) members.push(chip);
    else groups.set(group, [chip]);
  }
  return groups;
}

/** Chips are remembered by pod object, so they stay the same while pod and node health do. */
const chips = new WeakMap<Pod, { readonly node: Node | undefined; readonly chip: PodChip }>();

function chipOf(pod: Pod, node: Node | undefined): PodChip {
  const known = chips.get(pod);
  if (known && (known.node === node || chipInputs(known.node) === chipInputs(node))) return known.chip;
  const evictionAt = pod.metadata.deletionTimestamp ? undefined : evictionAtMs(pod, node);
  const chip: PodChip = {
    uid: pod.metadata.uid ?? '',
    key: `${pod.metadata.namespace}/${pod.metadata.name}`,
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name ?? '',
    short: shortName(pod),
    owner: ownerOf(pod),
    look: podLook(pod, nodeAnswers(node)),
    requests: podRequests(pod),
    ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    ...(evictionAt === undefined ? {} : { evictionAtMs: evictionAt }),
  };
  chips.set(pod, { node, chip });
  return chip;
}

/** The part of a node that its pods' chips depend on. */
function chipInputs(node: Node | undefined): string {
  return node ? `${nodeAnswers(node)} ${JSON.stringify(node.spec?.taints ?? [])}` : '';
}

function seat(before: Seating | undefined, unsorted: readonly PodChip[], area: Box, total: number): Seating {
  const ordered = [...unsorted].sort((a, b) => compare(a.owner.name, b.owner.name) || compare(a.key, b.key));
  const slots = assignSlots(
    before?.slots ?? new Map(),
    ordered.map((chip) => chip.uid),
  );
  return { chips: sameItems(before?.chips, ordered), slots, size: chipSizeFor(slotCount(slots), area, total) };
}

function nodeCard(
  before: NodeCard | undefined,
  node: Node,
  members: readonly PodChip[],
  box: Box,
  total: number,
): Omit<NodeCard, 'faults' | 'heartbeatMs'> {
  const seating = seat(before, members, podArea, total);
  const alive = seating.chips.filter((chip) => chip.look.status !== 'succeeded' && chip.look.reason !== 'Failed');
  const requested = alive.reduce((sum, chip) => addRequests(sum, chip.requests), noRequests);
  const evictions = seating.chips.flatMap((chip) => chip.evictionAtMs ?? []);
  const allocatable = capacityOf(node);
  return {
    ...seating,
    node,
    name: node.metadata.name ?? '',
    zone: zoneOf(node),
    requested: reuse(before?.requested, requested),
    allocatable: reuse(before?.allocatable, allocatable),
    ...(evictions.length > 0 ? { evictionAtMs: Math.min(...evictions) } : {}),
    box: reuse(before?.box, box),
  };
}

function faultTypes(faults: Iterable<Fault>, nodeName: string): string[] {
  return [...faults]
    .filter(
      ({ spec: { target }, status }) =>
        target.kind === 'Node' && (target.name === nodeName || status?.targets?.includes(nodeName)) && status?.phase === 'Active',
    )
    .map((fault) => fault.spec.type);
}

const byNumber = new Intl.Collator('en', { numeric: true });

function zoneOf(node: Node): string {
  return node.metadata.labels?.['topology.kubernetes.io/zone'] ?? '';
}

function byZoneThenName(a: Node, b: Node): number {
  return compare(zoneOf(a), zoneOf(b)) || byNumber.compare(a.metadata.name ?? '', b.metadata.name ?? '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function reuse<T extends object>(before: T | undefined, next: T): T {
  return before && shallowEqual(before, next) ? before : next;
}

function sameItems<T>(before: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  return before && before.length === next.length && before.every((item, index) => item === next[index]) ? before : next;
}

function shallowEqual(a: object, b: object): boolean {
  const left = Object.entries(a);
  return left.length === Object.keys(b).length && left.every(([key, value]) => Object.is(value, (b as Record<string, unknown>)[key]));
}
