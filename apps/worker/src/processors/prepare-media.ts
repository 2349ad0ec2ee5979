import type { JobPayload } from '@tiktickets/core/jobs';
import { type Kernel, systemContext } from '@tiktickets/core/kernel';
import { type MediaTools, prepareMedia } from '@tiktickets/core/media';

export const prepareMediaProcessor =
  (kernel: Kernel, tools: MediaTools) =>
  ({ tenantId, mediaId }: JobPayload<'prepare-media'>) =>
    prepareMedia(systemContext(kernel, tenantId, 'prepare-media'), { mediaId, tools });
