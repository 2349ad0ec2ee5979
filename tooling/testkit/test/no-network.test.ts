import { createServer } from 'node:http';
import { expect, it } from 'vitest';

it('lets a test talk to a server on this machine', async () => {
  const server = createServer((_request, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const answer = await fetch(`http://localhost:${port}/`);
  expect(await answer.text()).toBe('here');
  server.close();
});

it('refuses every connection out of the machine', async () => {
  const attempt = fetch('http://192.0.2.1:8081/');
  await expect(attempt).rejects.toMatchObject({
    cause: { message: expect.stringContaining('only simulated servers') },
  });
});
