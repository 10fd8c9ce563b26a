/** Calls to one host in trouble (reliability.md B5): five failures in 30 s open the circuit for 30 s. */
export const breakerLimits = {
  failures: 5,
  windowMs: 30_000,
  openMs: 30_000,
  inFlight: 8,
  waiting: 256,
  hosts: 256,
} as const;

export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';
}

interface Host {
  failures: number[];
  /** Until when nothing is sent; afterwards one call tries (half-open). */
  openUntil: number;
  trying: boolean;
  inFlight: number;
  /** Calls that wait for one of those under way to end. */
  readonly waiting: (() => void)[];
}

/**
 * Keeps a host that fails from holding up everybody: its circuit opens, and at most eight calls are under way at a time.
 * `now` is a monotonic clock in milliseconds.
 */
export class CircuitBreaker {
  readonly #hosts = new Map<string, Host>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Throws `CircuitOpenError` without calling, or whatever the call throws; `isFailure` says which of those count. */
  async call<T>(host: string, work: () => Promise<T>, isFailure: (cause: unknown) => boolean): Promise<T> {
    const state = this.#state(host);
    if (state.inFlight >= breakerLimits.inFlight) await turn(state);
    const isOpen = state.openUntil > this.#now() || (state.openUntil > 0 && state.trying);
    if (isOpen) {
      state.waiting.shift()?.();
      throw new CircuitOpenError();
    }
    state.trying = state.openUntil > 0;
    state.inFlight += 1;
    try {
      const result = await work();
      this.#closed(state);
      return result;
    } catch (cause) {
      if (isFailure(cause)) this.#failed(state);
      else this.#closed(state);
      throw cause;
    } finally {
      state.inFlight -= 1;
      state.trying = false;
      state.waiting.shift()?.();
    }
  }

  #closed(state: Host): void {
    state.failures = [];
    state.openUntil = 0;
  }

  #failed(state: Host): void {
    const now = this.#now();
    const wasOpen = state.openUntil > 0;
    state.failures = [...state.failures.filter((at) => at > now - breakerLimits.windowMs), now];
    if (wasOpen || state.failures.length >= breakerLimits.failures)
      state.openUntil = now + breakerLimits.openMs;
  }

  /** Hosts come from strangers' certificates: the oldest idle one makes room. */
  #state(host: string): Host {
    const known = this.#hosts.get(host);
    if (known) return known;
    if (this.#hosts.size >= breakerLimits.hosts) {
      for (const [name, { inFlight }] of this.#hosts) {
        if (inFlight > 0) continue;
        this.#hosts.delete(name);
        break;
      }
    }
    const fresh: Host = { failures: [], openUntil: 0, trying: false, inFlight: 0, waiting: [] };
    this.#hosts.set(host, fresh);
    return fresh;
  }
}

function turn({ waiting }: Host): Promise<void> {
  if (waiting.length >= breakerLimits.waiting) return Promise.reject(new CircuitOpenError());
  return new Promise((resolve) => waiting.push(resolve));
}
