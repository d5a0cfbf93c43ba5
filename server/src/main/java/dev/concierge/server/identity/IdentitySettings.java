package dev.concierge.server.identity;

import dev.concierge.server.web.Role;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people sign in.
 *
 * @param signUp {@code SIGN_UP}: {@code open}, {@code invite} or {@code closed}; default {@code invite}
 * @param signUpDomains {@code SIGN_UP_DOMAINS}: where {@code open} is narrowed to, domains of addresses that a provider proved, each compared whole;
 *     empty (the default) narrows nothing
 * @param secondFactorRoles {@code SECOND_FACTOR_ROLES}: roles that must have a second factor; {@code admin} is always one, and the default
 * @param identity the rest
 */
@ConfigurationProperties("concierge")
record IdentitySettings(
        @DefaultValue("invite") SignUpPolicy signUp,
        @DefaultValue Set<String> signUpDomains,
        @DefaultValue("admin") Set<Role> secondFactorRoles,
        @DefaultValue Details identity) {

    private static final Pattern DOMAIN =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{2,63}");

    IdentitySettings {
        EnumSet<Role> roles = EnumSet.of(Role.ADMIN);
        roles.addAll(secondFactorRoles);
        secondFactorRoles = Set.copyOf(roles);
        signUpDomains = signUpDomains.stream()
                .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        if (!signUpDomains.stream().allMatch(IdentitySettings::isDomain)) {
            throw new IllegalArgumentException(
                    "SIGN_UP_DOMAINS holds domains like example.org, with commas between, without @ or wildcards.");
        }
    }

    static boolean isDomain(String text) {
        return DOMAIN.matcher(text).matches();
    }

    /**
     * What an operator seldom changes ({@code concierge.identity.*}).
     *
     * @param sessionIdle after how long without a request a session ends; default 12 h, at most {@code sessionLife}
     * @param sessionLife after how long it ends in any case; default 30 days (NIST SP 800-63B section 4.1.3 for one factor)
     * @param signInBurst wrong sign-ins of one network at once, then one each six seconds; default 100
     * @param signInEverywhereBurst wrong sign-ins of all networks together at once, then one each second; default 1000. While there are more, each costs its network ten
     * @param signUpBurst sign-ups of one network at once, then one each three minutes; default 20
     * @param mailBurst mails of one kind to one address at once, then one each ten minutes; default 4
     * @param mailNetworkBurst mails asked for without signing in from one network at once, then one each minute; default 40
     * @param callBurst API calls of one key at once; default 6000
     * @param callsPerSecond API calls of one key that are free again each second, on each node; default 1000
     */
    record Details(
            @DefaultValue("12h") Duration sessionIdle,
            @DefaultValue("30d") Duration sessionLife,
            @DefaultValue("100") int signInBurst,
            @DefaultValue("1000") int signInEverywhereBurst,
            @DefaultValue("20") int signUpBurst,
            @DefaultValue("4") int mailBurst,
            @DefaultValue("40") int mailNetworkBurst,
            @DefaultValue("6000") int callBurst,
            @DefaultValue("1000") int callsPerSecond) {
        Details {
            if (!sessionIdle.isPositive() || sessionIdle.compareTo(sessionLife) > 0) {
                throw new IllegalArgumentException(
                        "concierge.identity: session-idle is positive and at most session-life.");
            }
            if (IntStream.of(
                            signInBurst,
                            signInEverywhereBurst,
                            signUpBurst,
                            mailBurst,
                            mailNetworkBurst,
                            callBurst,
                            callsPerSecond)
                    .anyMatch(limit -> limit < 1)) {
                throw new IllegalArgumentException("concierge.identity: every limit lets at least one through.");
            }
        }
    }
}
