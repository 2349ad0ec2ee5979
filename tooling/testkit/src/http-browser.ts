/** What a signed-in browser does over HTTP: cookies, queries and mutations. Answers are taken as the API declares them. */
export class HttpBrowser {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  private constructor(url: string) {
    this.#url = url;
  }

  static async signIn(url: string, { email, password }: { email: string; password: string }): Promise<HttpBrowser> {
    const browser = new HttpBrowser(url);
    const { csrfToken } = JSON.parse(await browser.text('/api/auth/csrf'));
    const form = new URLSearchParams({ csrfToken, email, password, json: 'true' });
    const response = await browser.#fetch('/api/auth/callback/credentials', { method: 'POST', body: form });
    if (response.status >= 400) throw new Error(`sign-in answered ${response.status}`);
    return browser;
  }

  async #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.#url), {
      redirect: 'manual',
      ...init,
      headers: { ...init.headers, cookie },
    });
    for (const header of response.headers.getSetCookie()) {
      const [pair = ''] = header.split(';');
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  }

  async text(path: string): Promise<string> {
    return await (await this.#fetch(path)).text();
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests and benchmarks read a few fields of many answers.
  async query(path: string, input: unknown): Promise<any> {
    const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
    return await this.#result(await this.#fetch(`/api/trpc/${path}${query}`));
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above.
  async mutate(path: string, input: unknown): Promise<any> {
    const body = JSON.stringify(input);
    return await this.#result(
      await this.#fetch(`/api/trpc/${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } }),
    );
  }

  async #result(response: Response): Promise<unknown> {
    const answer = JSON.parse(await response.text());
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer.result.data;
  }
}
