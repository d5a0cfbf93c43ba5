package dev.concierge.server.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/**
 * A host and port that calls may go to, as written in a URL: a name or an address, never resolved here.
 *
 * @param host in lower case; IPv6 in brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int HIGHEST = 65_535;

    public HostPort {
        host = host.toLowerCase(Locale.ROOT);
        if (host.isEmpty() || port < 1 || port > HIGHEST) {
            throw new IllegalArgumentException("not a host and port");
        }
    }

    /** Where a URL points to; the scheme's port when it names none. @throws IllegalArgumentException without a host */
    public static HostPort of(URI url) {
        String host = url.getHost();
        if (host == null) {
            throw new IllegalArgumentException("a URL without a host");
        }
        int usual = "http".equalsIgnoreCase(url.getScheme()) ? HTTP : HTTPS;
        return new HostPort(host, url.getPort() == -1 ? usual : url.getPort());
    }

    /** Reads {@code host:port}. @throws IllegalArgumentException when it is anything else */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("\"" + text + "\" is not host:port");
        }
        try {
            return new HostPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not host:port", e);
        }
    }

    /**
     * Whether it is written as an address, or as {@code localhost}, that calls may not go to without the operator's leave. Other names say nothing
     * before they are resolved.
     */
    public boolean isPrivateAsWritten() {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        try {
            return !AddressRules.reachable(InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
