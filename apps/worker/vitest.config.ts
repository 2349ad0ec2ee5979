import { testConfig } from '@tiktickets/testkit/vitest-config';

export default testConfig();
