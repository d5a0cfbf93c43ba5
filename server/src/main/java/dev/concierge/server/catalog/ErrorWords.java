package dev.concierge.server.catalog;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an error of a provider means to people. Each is a sentence with the provider's name in it, and says who must act. */
public enum ErrorWords {
    PERSON_REFUSED(Who.PERSON, "%s was told not to give access."),
    GRANT_ENDED(Who.PERSON, "%s ended our access; it was revoked there, or was not used for too long."),
    PASSWORD_CHANGED(Who.PERSON, "%s ended our access because the password there was changed."),
    APP_REMOVED(Who.PERSON, "Concierge was removed from the list of connected apps at %s."),
    SIGN_IN_POLICY(Who.PERSON, "%s asks for signing in again."),
    ACCOUNT_CHECKPOINT(Who.PERSON, "%s wants something settled with the account before it goes on."),
    ROLE_LOST(Who.PERSON, "The account at %s has lost the role that this needs."),
    WRONG_ACCOUNT(Who.PERSON, "The account chosen at %s may not use this. Choose another, or ask who runs it."),
    NOBODY_NAMED(Who.PERSON, "%s did not say whose account this is."),
    CONSENT_NEEDED(Who.PERSON, "%s wants you to agree to it there before it goes on."),
    PERMISSION_MISSING(Who.PERSON, "At %s a permission that this needs was taken away, or never given."),
    EMAIL_UNVERIFIED(Who.PERSON, "%s wants its account's e-mail address confirmed first."),
    BEGIN_AGAIN(Who.PERSON, "The answer of %s was too old or was used before. Begin again."),
    ADMIN_CONSENT(Who.PERSON, "At %s an administrator of your organisation must allow Concierge first."),
    SCOPE_NOT_ALLOWED(Who.OPERATOR, "%s has not approved Concierge for what was asked."),
    CLIENT_SECRET_WRONG(Who.OPERATOR, "%s does not accept our client id or secret."),
    CLIENT_SECRET_EXPIRED(Who.OPERATOR, "Our client secret at %s has expired."),
    CLIENT_DISABLED(Who.OPERATOR, "Our client at %s was switched off or deleted."),
    REDIRECT_MISMATCH(Who.OPERATOR, "%s does not know our redirect address."),
    OUR_REQUEST(Who.OPERATOR, "%s does not accept the form of our request."),
    PROVIDER_BUSY(Who.NOBODY, "%s is busy. We try again by ourselves."),
    PROVIDER_BROKEN(Who.NOBODY, "%s has trouble of its own. We try again by ourselves.");

    /** Who must act. */
    public enum Who {
        PERSON,
        OPERATOR,
        NOBODY
    }

    private final Who who;
    private final String sentence;

    ErrorWords(Who who, String sentence) {
        this.who = who;
        this.sentence = sentence;
    }

    public Who who() {
        return who;
    }

    /** One sentence for people. */
    public String sentence(String providerName) {
        return sentence.formatted(providerName);
    }

    /** The word in files, tables and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By {@link #word()}; empty for any other text and for none. */
    public static Optional<ErrorWords> of(@Nullable String word) {
        return Stream.of(values()).filter(words -> words.word().equals(word)).findFirst();
    }
}
