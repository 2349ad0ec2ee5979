import { userInfo } from 'node:os';

/** What a Swift of one machine with one disk needs to be told. */
export const serverNames = ['account', 'container', 'object', 'proxy'] as const;
export type SwiftPorts = Record<(typeof serverNames)[number], number>;

interface Place {
  folder: string;
  ports: SwiftPorts;
}

const common = ({ folder, port }: { folder: string; port: number }): string => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${userInfo().username}
swift_dir = ${folder}
log_level = ERROR
`;

export const swiftSettings = (): string => `[swift-hash]
swift_hash_path_suffix = tiktickets
swift_hash_path_prefix = tiktickets
[storage-policy:0]
name = default
default = yes
`;

export const serverSettings = ({ folder, ports, name }: Place & { name: 'account' | 'container' | 'object' }): string =>
  `${common({ folder, port: ports[name] })}devices = ${folder}/node
mount_check = false
fallocate_reserve = 0
disable_fallocate = true
[pipeline:main]
pipeline = healthcheck ${name}-server
[filter:healthcheck]
use = egg:swift#healthcheck
[app:${name}-server]
use = egg:swift#${name}
`;

const filters = ['catch_errors', 'gatekeeper', 'healthcheck', 'listing_formats', 'copy', 'slo', 'dlo'];

/** Swift asks for a memcached and works without one. */
export const proxySettings = ({ folder, ports, secret }: Place & { secret: string }): string =>
  `${common({ folder, port: ports.proxy })}[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck listing_formats cache s3api tempauth copy slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:9
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = ${secret} .admin
${filters.map((name) => `[filter:${name}]\nuse = egg:swift#${name}\n`).join('')}`;

/** Python that writes where each kind of thing is kept: on the one disk. */
export const ringScript = ({ folder, ports }: Place): string => `
from swift.common.ring import RingBuilder
for name, port in (('account', ${ports.account}), ('container', ${ports.container}), ('object', ${ports.object})):
    builder = RingBuilder(1, 1, 0)
    builder.add_dev({'id': 0, 'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': port, 'device': 'disk', 'weight': 1,
                     'replication_ip': '127.0.0.1', 'replication_port': port, 'meta': ''})
    builder.rebalance()
    builder.get_ring().save('${folder}/%s.ring.gz' % name)
`;
