package dev.concierge.server.web;

import java.net.InetAddress;
import java.util.List;

/**
 * A range of addresses as {@code 10.0.0.0/8}, or one address.
 *
 * @param bits how many leading bits count
 */
record AddressRange(InetAddress base, int bits) {
    AddressRange {
        if (bits < 0 || bits > base.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("the address has fewer bits");
        }
    }

    /** @throws IllegalArgumentException when the text is no address or range */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int bits = slash < 0 ? base.getAddress().length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
        return new AddressRange(base, bits);
    }

    /**
     * Ranges as an operator wrote them; blank ones are none.
     *
     * @throws IllegalArgumentException that names the variable and what cannot be read
     */
    static List<AddressRange> all(String variable, List<String> texts) {
        return texts.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> named(variable, text))
                .toList();
    }

    private static AddressRange named(String variable, String text) {
        try {
            return of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    variable + ": " + text + " is no address and no range such as 10.0.0.0/8.", e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
