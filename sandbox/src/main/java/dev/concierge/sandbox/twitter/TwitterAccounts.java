package dev.concierge.sandbox.twitter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.Person;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/** What X knows of people (field 8). Linh's private account was made with a phone number and has no address. */
final class TwitterAccounts {
    private static final String WITHOUT_ADDRESS = "linh@home.example";
    private static final Map<String, String> NAMES = Map.of(
            "linh.tran@meridian.example",
            "linh_at_meridian",
            WITHOUT_ADDRESS,
            "LinhTrann",
            "ana.ruiz@meridian.example",
            "anaruizwrites",
            "jonas.weber@home.example",
            "jonas_weber");

    private TwitterAccounts() {}

    /** Digits, always the same for one account, as text: too long for a double. */
    static String id(Person person) {
        return id(person.account());
    }

    /** The number of nobody. */
    static String strangersId() {
        return id("nobody");
    }

    /** The handle, which people change. */
    static String username(Person person) {
        var name = person.account().substring(0, person.account().indexOf('@')).replaceAll("[^a-z0-9]+", "_");
        var short10 = name.substring(0, Math.min(10, name.length()));
        return NAMES.getOrDefault(person.account(), short10 + id(person).substring(15));
    }

    static Optional<String> confirmedEmail(Person person) {
        return Optional.of(person.account()).filter(account -> !account.equals(WITHOUT_ADDRESS));
    }

    private static String id(String seed) {
        var sum = new CRC32();
        sum.update(seed.getBytes(UTF_8));
        return Long.toString(1_500_000_000_000_000_000L + sum.getValue() * 40_000_001L);
    }
}
