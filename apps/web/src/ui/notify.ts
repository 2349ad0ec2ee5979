export interface Notice {
  tone?: 'plain' | 'info' | 'error';
  text: string;
  action?: { label: string; run: () => void };
}

/** Shows a toast. Its code is fetched when there is something to say; the toaster on the page has loaded it by then. */
export function notify({ tone = 'plain', text, action }: Notice): void {
  void import('sonner').then(({ toast }) => {
    const options = action && { action: { label: action.label, onClick: action.run } };
    if (tone === 'error') toast.error(text, options);
    else if (tone === 'info') toast.info(text, options);
    else toast(text, options);
  });
}
