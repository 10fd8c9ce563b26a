import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** IPv4 that no public server has (IANA special-purpose registry) and a cloud's host address outside it. */
const special4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const;

/**
 * Parts of IPv6 global unicast that lead elsewhere. Outside `2000::/3` nothing is accepted at all, so `::a.b.c.d`,
 * `::ffff:a.b.c.d`, `64:ff9b::/96`, `fc00::/7`, `fe80::/10` and `ff00::/8` need no row (reliability.md B12 rule 5).
 */
const special6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'] as const;

const blocked = subnets('ipv4', special4);
const blocked6 = subnets('ipv6', special6);
const global6 = subnets('ipv6', ['2000::/3']);

/** True only for an address of the public internet that is not this machine's own. Anything unclear is not. */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%') || ownAddresses().has(address)) return false;
  const family = isIP(address);
  if (family === 4) return !blocked.check(address, 'ipv4');
  if (family === 6) return global6.check(address, 'ipv6') && !blocked6.check(address, 'ipv6');
  return false;
}

function ownAddresses(): ReadonlySet<string> {
  return new Set(
    Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map((one) => one.address)),
  );
}

function subnets(family: 'ipv4' | 'ipv6', rows: readonly string[]): BlockList {
  const list = new BlockList();
  for (const row of rows) {
    const [net = '', prefix = ''] = row.split('/');
    list.addSubnet(net, Number(prefix), family);
  }
  return list;
}
