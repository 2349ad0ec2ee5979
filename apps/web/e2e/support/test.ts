import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { Installation, type Role } from './installation.ts';

interface TestFixtures {
  /** What `watch` has seen, and the check of it, which runs before the pages close. */
  eyes: { watched: Map<Page, string[]>; verify(): Promise<void> };
  /** Opens a page of its own, signed in; its errors are watched. */
  openAs(role: Role, path?: string): Promise<Page>;
  /** Watches a page: at the end of the test it must have no axe violation, and never have logged an error. */
  watch(page: Page, allowed?: RegExp): Page;
}
interface WorkerFixtures {
  installation: Installation;
  /** Cookies per role, so that each signs in once. */
  sessions: Map<Role, Awaited<ReturnType<BrowserContext['storageState']>>>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  installation: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies from the pattern
    async ({}, use) => {
      const installation = await Installation.create();
      await installation.start();
      await use(installation);
      await installation.remove();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  sessions: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies from the pattern
    async ({}, use) => use(new Map()),
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies from the pattern
  async eyes({}, use) {
    const watched = new Map<Page, string[]>();
    const verify = async () => {
      for (const [page, errors] of watched) {
        watched.delete(page);
        expect(errors, `errors on ${page.url()}`).toEqual([]);
        if (!page.isClosed()) await expectNoViolations(page);
      }
    };
    await use({ watched, verify });
    await verify();
  },
  async watch({ eyes }, use) {
    await use((page, allowed) => {
      const errors: string[] = [];
      const note = (text: string) => {
        if (!allowed?.test(text)) errors.push(text);
      };
      page.on('console', (message) => message.type() === 'error' && note(message.text()));
      page.on('pageerror', (error) => note(error.message));
      eyes.watched.set(page, errors);
      return page;
    });
  },
  async openAs(
    {
      browser,
      contextOptions,
      installation,
      sessions,
      watch,
      eyes,
      viewport,
      colorScheme,
      isMobile,
      hasTouch,
      locale,
      timezoneId,
    },
    use,
  ) {
    const contexts: BrowserContext[] = [];
    await use(async (role, path = '/tickets') => {
      const storageState = sessions.get(role);
      const look = { viewport, colorScheme, isMobile, hasTouch, locale, timezoneId };
      const context = await browser.newContext({ ...contextOptions, ...look, baseURL: installation.url, storageState });
      contexts.push(context);
      const page = watch(await context.newPage());
      if (!storageState) {
        await signIn(page, installation.login(role));
        sessions.set(role, await context.storageState());
      }
      await page.goto(path);
      await expect(page.getByRole('status', { name: 'Conexão' })).toHaveText('Ao vivo');
      return page;
    });
    await eyes.verify();
    for (const context of contexts) await context.close();
  },
});

export async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto('/login');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('textbox', { name: 'Senha' }).fill(password);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

export async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html.slice(0, 300)) }));
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

export { expect };
