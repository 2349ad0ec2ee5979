const closingPatienceMs = 300;

class PromptCloseEvent extends baseCloseEvent() {}

/**
 * A WebSocket that is closed when we say so. Chromium waits up to a minute for the closing handshake of a dead network
 * before it fires `close`; this one stops waiting, and silences what the zombie says afterwards.
 */
export class PromptWebSocket extends baseWebSocket() {
  #isGone = false;

  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    const silence = (event: Event) => {
      if (this.#isGone && !(event instanceof PromptCloseEvent)) event.stopImmediatePropagation();
    };
    for (const type of ['close', 'error', 'message', 'open']) this.addEventListener(type, silence);
  }

  override close(code?: number, reason?: string): void {
    if (this.#isGone) return;
    super.close(code, reason);
    setTimeout(() => {
      if (this.#isGone || this.readyState === this.CLOSED) return;
      this.#isGone = true;
      this.dispatchEvent(new PromptCloseEvent('close', { code: 4000 }));
    }, closingPatienceMs);
  }
}

/** Pages are rendered on the server too, where neither class need exist; nothing connects there. */
function baseWebSocket(): typeof WebSocket {
  return globalThis.WebSocket ?? (class {} as unknown as typeof WebSocket);
}
function baseCloseEvent(): typeof CloseEvent {
  return globalThis.CloseEvent ?? (class {} as unknown as typeof CloseEvent);
}
