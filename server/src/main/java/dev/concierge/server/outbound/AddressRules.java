package dev.concierge.server.outbound;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Which addresses calls may go to: those that are globally reachable unicast by the IANA special-purpose registries (RFC 6890), and nothing that
 * carries an IPv4 address inside an IPv6 one (6to4, Teredo, NAT64, mapped), because the inner address would escape the check.
 */
final class AddressRules {
    private static final List<Block> REFUSED_V4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");
    private static final Block GLOBAL_V6 = Block.of("2000::/3");
    private static final List<Block> REFUSED_V6 =
            blocks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    /** A range of addresses in CIDR notation (RFC 4632). */
    private record Block(List<Byte> prefix, int bits) {
        static Block of(String text) {
            String[] parts = text.split("/", 2);
            List<Byte> prefix = new ArrayList<>();
            for (byte part : InetAddress.ofLiteral(parts[0]).getAddress()) {
                prefix.add(part);
            }
            return new Block(List.copyOf(prefix), Integer.parseInt(parts[1]));
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.size()) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((address[bit / Byte.SIZE] ^ prefix.get(bit / Byte.SIZE)) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private AddressRules() {}

    /** Whether calls may go to this address without the operator's leave. */
    static boolean reachable(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            return GLOBAL_V6.holds(bytes) && REFUSED_V6.stream().noneMatch(block -> block.holds(bytes));
        }
        return REFUSED_V4.stream().noneMatch(block -> block.holds(bytes));
    }

    private static List<Block> blocks(String... texts) {
        return java.util.Arrays.stream(texts).map(Block::of).toList();
    }
}
