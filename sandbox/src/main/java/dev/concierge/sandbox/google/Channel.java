package dev.concierge.sandbox.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Person;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A YouTube channel. A person's own one belongs to their account; any other belongs to a Brand Account, which is chosen after
 * the account and whose grants are its own.
 *
 * @param id {@code UC} and 22 characters
 * @param brand whether it belongs to a Brand Account
 * @param subscribers as counted; answers round it
 */
public record Channel(
        String id, String title, String handle, boolean brand, long videos, long views, long subscribers) {
    /** The name of the page's choice. */
    static final String CHOICE = "channel";

    private static final String WITH_TWO = "linh.tran@meridian.example";
    private static final String WITHOUT = "jonas.weber@home.example";

    /** A person's channels, their own first; Jonas has none, Linh's work account two. */
    public static List<Channel> of(Person person) {
        var account = person.account();
        if (account.equals(WITHOUT)) {
            return List.of();
        }
        var handle = "@" + account.substring(0, account.indexOf('@')).replaceAll("[^a-z0-9.]", "");
        var own = new Channel(id(account), person.name(), handle, false, 12, 4_821, 1_234);
        return account.equals(WITH_TWO)
                ? List.of(
                        own, new Channel(id("travel"), "Meridian Travel", "@meridiantravel", true, 87, 902_144, 25_678))
                : List.of(own);
    }

    /** The channel that a grant's tokens speak for: the chosen one, else the person's own; empty when there is none. */
    public static List<Channel> of(Person person, Grant grant) {
        var chosen = grant.choices().getOrDefault(CHOICE, List.of());
        return of(person).stream()
                .filter(channel -> chosen.isEmpty() ? !channel.brand() : chosen.contains(channel.id()))
                .toList();
    }

    /** The Brand Account's own name for itself. */
    String address() {
        return handle.substring(1).toLowerCase(Locale.ROOT) + "@pages.plusgoogle.example";
    }

    private static String id(String seed) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(("channel " + seed).getBytes(UTF_8));
            return "UC"
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(hash)
                            .substring(0, 22);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
