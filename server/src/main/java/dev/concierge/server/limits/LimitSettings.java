package dev.concierge.server.limits;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many calls of the API programs may make, over all nodes: for each of four subjects several rates at once, such as {@code 1000/1s,1000000/1d};
 * none limits nothing.
 *
 * @param account calls of all keys of one account; default {@code 2000/1s,5000000/1d}
 * @param caller calls of one key; default {@code 1000/1s,2000000/1d}
 * @param provider calls that concern one account's integrations at one provider; default {@code 1500/1s,4000000/1d}
 * @param integration calls that concern one integration; default {@code 1000/1s,1000000/1d}
 */
@ConfigurationProperties("concierge.limits")
record LimitSettings(
        @DefaultValue({"2000/1s", "5000000/1d"}) List<String> account,
        @DefaultValue({"1000/1s", "2000000/1d"}) List<String> caller,
        @DefaultValue({"1500/1s", "4000000/1d"}) List<String> provider,
        @DefaultValue({"1000/1s", "1000000/1d"}) List<String> integration) {

    LimitSettings {
        account = checked("account", account);
        caller = checked("caller", caller);
        provider = checked("provider", provider);
        integration = checked("integration", integration);
    }

    List<Rate> of(QuotaSubject subject) {
        List<String> texts = switch (subject) {
            case ACCOUNT -> account;
            case CALLER -> caller;
            case PROVIDER -> provider;
            case INTEGRATION -> integration;
        };
        return texts.stream().map(Rate::valueOf).toList();
    }

    private static List<String> checked(String name, List<String> texts) {
        List<String> given = texts.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        Set<String> windows = new HashSet<>();
        for (String text : given) {
            try {
                if (!windows.add(Rate.valueOf(text).windowWords())) {
                    throw new IllegalArgumentException("two rates have the same window.");
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("concierge.limits." + name + ": " + e.getMessage(), e);
            }
        }
        return given;
    }
}
