package dev.concierge.server.catalog;

import dev.concierge.server.encryption.Secret;
import java.time.LocalDate;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a registration that is kept here must look like; the same as for one in the environment, and whole. */
final class ChangeRules {
    /** What forms and consoles show in the place of a secret (L-11). */
    private static final Pattern MASK = Pattern.compile("([*.xX#-])\\1{3,}");

    private static final String FORM = "No blanks and no characters beyond the usual ones, at most 512.";

    private ChangeRules() {}

    /** @param before what is kept; null when nothing is */
    static ChangeOutcome.Unfit judge(
            RegistrationChange wanted, @Nullable StoredRegistration before, LocalDate today, boolean production) {
        return new ChangeOutcome.Unfit(
                clientId(wanted.clientId(), production),
                clientSecret(wanted, before, production),
                expiry(wanted, before, today));
    }

    private static @Nullable String clientId(String clientId, boolean production) {
        return clientId.isEmpty()
                ? "Write the client id as the provider shows it."
                : fault(clientId, "client id", production);
    }

    private static @Nullable String clientSecret(
            RegistrationChange wanted, @Nullable StoredRegistration before, boolean production) {
        Secret secret = wanted.clientSecret();
        return secret == null ? keptSecret(wanted, before) : fault(secret.reveal(), "client secret", production);
    }

    private static @Nullable String keptSecret(RegistrationChange wanted, @Nullable StoredRegistration before) {
        if (before == null) {
            return "Write the client secret as the provider shows it.";
        }
        return before.clientId().equals(wanted.clientId())
                ? null
                : "Another client id has another secret. Write it as well.";
    }

    /** A day that has passed may stay, so that an expired client can still be switched off. */
    private static @Nullable String expiry(
            RegistrationChange wanted, @Nullable StoredRegistration before, LocalDate today) {
        LocalDate day = wanted.secretExpiresOn();
        boolean kept = wanted.clientSecret() == null && before != null && Objects.equals(day, before.secretExpiresOn());
        return day == null || kept || !day.isBefore(today) ? null : "That day has passed.";
    }

    private static @Nullable String fault(String value, String what, boolean production) {
        if (!EnvironmentRegistrations.PRINTABLE.matcher(value).matches()) {
            return FORM;
        }
        if (MASK.matcher(value).matches()) {
            return "Those signs stand for a " + what + " that is hidden. Write it as the provider shows it.";
        }
        return production && EnvironmentRegistrations.PLACEHOLDER.matcher(value).matches()
                ? "That is a placeholder, not a " + what + "."
                : null;
    }
}
