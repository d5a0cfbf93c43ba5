package dev.concierge.sandbox.github;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.Person;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What GitHub knows of people (field 8). Ana keeps her address private; Jonas has a second one that nobody verified. */
final class GithubAccounts {
    private static final Map<String, String> LOGINS = Map.of(
            "linh.tran@meridian.example", "linhtran",
            "linh@home.example", "linh-after-hours",
            "ana.ruiz@meridian.example", "anaruiz",
            "jonas.weber@home.example", "jweber");
    private static final List<String> PUBLIC_ADDRESS =
            List.of("linh.tran@meridian.example", "jonas.weber@home.example");
    private static final String JONAS = "jonas.weber@home.example";

    private GithubAccounts() {}

    /** The stable number, always the same for one account; {@code login} is not stable. */
    static long id(Person person) {
        return id(person.account());
    }

    /** The number of nobody. */
    static long strangersId() {
        return id("nobody");
    }

    static String login(Person person) {
        var name = person.account().substring(0, person.account().indexOf('@')).replaceAll("[^a-z0-9]+", "-");
        return LOGINS.getOrDefault(person.account(), name + "-" + id(person) % 10_000);
    }

    /** The address on the public profile, or null: most people show none. */
    static @Nullable String publicEmail(Person person) {
        return PUBLIC_ADDRESS.contains(person.account()) ? person.account() : null;
    }

    /** Who somebody is, as {@code GET /user} tells it. */
    static ObjectNode profile(Person person, String origin) {
        var login = login(person);
        return JsonNodeFactory.instance
                .objectNode()
                .put("login", login)
                .put("id", id(person))
                .put("node_id", "U_" + Long.toString(id(person), 36).toUpperCase(Locale.ROOT))
                .put("avatar_url", origin + "/avatars/" + id(person))
                .put("html_url", origin + "/" + login)
                .put("type", "User")
                .put("site_admin", false)
                .put("name", person.name())
                .put("email", publicEmail(person));
    }

    /** Every address; the primary one is not always the first. */
    static ArrayNode emails(Person person, boolean verified) {
        var emails = JsonNodeFactory.instance.arrayNode();
        if (person.account().equals(JONAS)) {
            add(emails, "jonas@oldmail.example", false, false, null);
        }
        var visible = publicEmail(person) == null ? "private" : "public";
        add(emails, person.account(), true, verified, visible);
        add(emails, id(person) + "+" + login(person) + "@users.noreply.github.example", false, true, null);
        return emails;
    }

    private static void add(
            ArrayNode emails, String address, boolean primary, boolean verified, @Nullable String visibility) {
        emails.addObject()
                .put("email", address)
                .put("primary", primary)
                .put("verified", verified)
                .put("visibility", visibility);
    }

    private static long id(String seed) {
        var sum = new CRC32();
        sum.update(seed.getBytes(UTF_8));
        return 1_000_000 + sum.getValue() % 190_000_000;
    }
}
