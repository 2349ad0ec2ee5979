/** Runs at once, then at most once per interval however often it is asked; the last request is never lost. */
export function coalesce(run: () => void, intervalMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isAskedAgain = false;
  const arm = () => {
    timer = setTimeout(() => {
      timer = null;
      if (!isAskedAgain) return;
      isAskedAgain = false;
      run();
      arm();
    }, intervalMs);
  };
  return () => {
    if (timer) {
      isAskedAgain = true;
      return;
    }
    run();
    arm();
  };
}
