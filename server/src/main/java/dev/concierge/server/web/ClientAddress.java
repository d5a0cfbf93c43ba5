package dev.concierge.server.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where a request comes from, as far as we can know it.
 *
 * @param address an IPv4 or IPv6 address; IPv4 in IPv6 form is IPv4 here
 */
public record ClientAddress(InetAddress address) {
    private static final int IPV4_NETWORK_BYTES = 3;
    private static final int IPV6_NETWORK_BYTES = 8;

    /** The address as text, without a zone. */
    public String text() {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /**
     * The network that limits count by: /64 for IPv6, because one customer holds at least that much (RFC 6177), /24 for IPv4.
     */
    public String network() {
        byte[] bytes = address.getAddress();
        int kept = address instanceof Inet6Address ? IPV6_NETWORK_BYTES : IPV4_NETWORK_BYTES;
        Arrays.fill(bytes, kept, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + kept * 8;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
