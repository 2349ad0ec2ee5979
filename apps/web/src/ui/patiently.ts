const pausesMs = [500, 1_000, 2_000, 4_000, 8_000];
const offlinePauseMs = 15_000;

/**
 * Loads code that is first needed later, when the network may be gone: waits for it instead of failing the screen.
 * What cannot be had while there is a network (another version was deployed) fails after a few tries.
 */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  let tries = 0;
  for (;;) {
    try {
      return await load();
    } catch (error) {
      const pauseMs = navigator.onLine ? pausesMs[tries] : offlinePauseMs;
      if (pauseMs === undefined) throw error;
      if (navigator.onLine) tries += 1;
      await networkOr(pauseMs);
    }
  }
}

/** Resolves after a while, or as soon as the browser says that it is online again. */
function networkOr(pauseMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, pauseMs);
    window.addEventListener('online', done);
  });
}
