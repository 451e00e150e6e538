/**
 * How much of each zone is down, and how fast its nodes may be tainted for eviction
 * (source: pkg/controller/nodelifecycle: node_lifecycle_controller.go handleDisruption, scheduler/rate_limited_queue.go; 1.36).
 */
export type ZoneState = 'Initial' | 'Normal' | 'PartialDisruption' | 'FullDisruption';

export interface EvictionRates {
  /** --node-eviction-rate: nodes per second. */
  readonly rate: number;
  /** --secondary-node-eviction-rate: in partly disrupted zones of large clusters. */
  readonly secondaryRate: number;
  /** --unhealthy-zone-threshold: share of nodes not ready. */
  readonly unhealthyThreshold: number;
  /** --large-cluster-size-threshold: zones up to this size stop evicting when partly disrupted. */
  readonly largeZone: number;
}

/** `readiness`: for each node whether its Ready condition is True. */
export function zoneState(readiness: readonly boolean[], { unhealthyThreshold }: EvictionRates): ZoneState {
  const notReady = readiness.filter((ready) => !ready).length;
  if (notReady > 0 && notReady === readiness.length) return 'FullDisruption';
  return notReady > 2 && notReady / readiness.length >= unhealthyThreshold ? 'PartialDisruption' : 'Normal';
}

export function evictionRate(state: ZoneState, zoneSize: number, rates: EvictionRates): number {
  if (state === 'PartialDisruption') return zoneSize > rates.largeZone ? rates.secondaryRate : 0;
  return rates.rate;
}

/** A token bucket that holds one token; rate 0 never gives one. */
export class EvictionLimiter {
  private tokens = 1;
  private sinceMs: number;

  constructor(
    readonly rate: number,
    nowMs: number,
  ) {
    this.sinceMs = nowMs;
  }

  /** When the next token is there; undefined for never. */
  nextMs(): number | undefined {
    if (this.rate <= 0) return undefined;
    return this.tokens >= 1 ? this.sinceMs : this.sinceMs + Math.ceil(((1 - this.tokens) * 1000) / this.rate);
  }

  take(nowMs: number): boolean {
    if (this.rate <= 0) return false;
    this.tokens = Math.min(1, this.tokens + ((nowMs - this.sinceMs) * this.rate) / 1000);
    this.sinceMs = nowMs;
    // A token that is a rounding error short is a token: whole milliseconds of virtual time are all there is.
    if (this.tokens < 1 - 1e-9) return false;
    this.tokens = 0;
    return true;
  }
}

/** Nodes of a zone that wait to be tainted NoExecute, each once until it is removed again. */
export class ZoneQueue {
  private readonly waiting: string[] = [];
  private readonly known = new Set<string>();
  private limiter: EvictionLimiter;

  constructor(rate: number, nowMs: number) {
    this.limiter = new EvictionLimiter(rate, nowMs);
  }

  setRate(rate: number, nowMs: number): void {
    const drained = !this.limiter.take(nowMs);
    this.limiter = new EvictionLimiter(rate, nowMs);
    if (drained) this.limiter.take(nowMs);
  }

  add(name: string): void {
    if (this.known.has(name)) return;
    this.known.add(name);
    this.waiting.push(name);
  }

  remove(name: string): boolean {
    const at = this.waiting.indexOf(name);
    if (at >= 0) this.waiting.splice(at, 1);
    return this.known.delete(name);
  }

  get size(): number {
    return this.waiting.length;
  }

  /** Hands over what the rate allows now. `taint` false: the node stays at the head. */
  drain(nowMs: number, taint: (name: string) => void): void {
    while (this.waiting.length > 0 && this.limiter.take(nowMs)) taint(this.waiting.shift() as string);
  }
}
