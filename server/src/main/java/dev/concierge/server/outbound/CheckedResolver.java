package dev.concierge.server.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a host for the connection that is about to be made, and gives out addresses only when every one of them may be dialled. The client
 * dials what it gets here and never resolves again, so a name that changes between check and use (DNS rebinding) gains nothing.
 */
final class CheckedResolver implements DnsResolver {
    private final HostLookup lookup;
    private final Set<HostPort> privateHosts;

    CheckedResolver(HostLookup lookup, Set<HostPort> privateHosts) {
        this.lookup = lookup;
        this.privateHosts = privateHosts;
    }

    /** A name that resolves to an address that calls may not go to. */
    static final class RefusedAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedAddressException() {
            super("refused address");
        }
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        InetAddress[] addresses = lookup.addresses(host);
        boolean named = privateHosts.contains(new HostPort(bracketed(host), port));
        if (!named && !Arrays.stream(addresses).allMatch(AddressRules::reachable)) {
            throw new RefusedAddressException();
        }
        return Arrays.stream(addresses)
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /** Never called by the connection operator, which knows the port; without one nothing can be allowed by name. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = lookup.addresses(host);
        if (!Arrays.stream(addresses).allMatch(AddressRules::reachable)) {
            throw new RefusedAddressException();
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
